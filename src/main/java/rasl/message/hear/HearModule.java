package rasl.message.hear;

import rasl.conversation.ConversationStore;
import rasl.message.MessageModule;
import rasl.message.accept.Threads;
import rasl.message.progress.CallbackData;
import rasl.message.progress.MessageStore;
import rasl.message.progress.Steps;
import rasl.message.send.Departure;
import rasl.whatsapp.receive.AccountNotices;
import rasl.whatsapp.receive.InboxStore;

/** Puts together what applies WhatsApp's webhooks. */
public final class HearModule {
  private HearModule() {}

  /** What it shares with the other parts of the room. */
  public record Shared(
      InboxStore inbox,
      MessageStore messages,
      CallbackData callbackData,
      Steps steps,
      Threads threads,
      ConversationStore conversations,
      Departure departure) {}

  /** Applies what waits in the inbox. */
  public static UpdateApplier applier(MessageModule.Ground ground, Shared shared) {
    var statuses =
        new StatusReports(
            shared.messages(),
            shared.callbackData(),
            ground.contacts().whatsApp(),
            shared.steps(),
            ground.connections(),
            shared.departure(),
            ground.events());
    var updates =
        new Updates(
            shared.inbox(),
            statuses,
            messages(ground, shared),
            new PeopleUpdates(
                ground.tenants(), ground.contacts().whatsApp(), ground.contacts().marketing()),
            new AccountNotices(ground.connections(), ground.events()),
            ground.templates().webhooks());
    return new UpdateApplier(ground.db(), ground.queue(), shared.inbox(), updates, ground.clock());
  }

  private static InboundMessages messages(MessageModule.Ground ground, Shared shared) {
    var store = new InboundStore();
    var keywords =
        new Keywords(
            ground.contacts().consent(),
            shared.conversations(),
            shared.messages(),
            store,
            ground.queue(),
            ground.events());
    return new InboundMessages(
        ground.tenants(),
        ground.connections(),
        ground.contacts().whatsApp(),
        shared.conversations(),
        shared.threads(),
        store,
        ground.media().inbound(),
        keywords,
        ground.events());
  }
}
