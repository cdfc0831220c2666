package rasl.message;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.random.RandomGenerator;
import rasl.contact.ContactStore;
import rasl.contact.PhoneReader;
import rasl.conversation.ConversationStore;
import rasl.db.Db;
import rasl.db.GroupCommit;
import rasl.event.EventLog;
import rasl.http.IdempotencyStore;
import rasl.http.Routes;
import rasl.http.list.Lists;
import rasl.job.Job;
import rasl.job.JobHandler;
import rasl.job.JobQueue;
import rasl.tenant.TenantStore;
import rasl.whatsapp.ConnectionStore;
import rasl.whatsapp.GraphClient;
import rasl.whatsapp.Inbox;
import rasl.whatsapp.InboxStore;
import rasl.whatsapp.ReceiverClock;

/** Puts the message room together. The only class of the room that the wiring sees. */
public final class MessageModule implements AutoCloseable {
  private final MessageApi api;
  private final Messages service;
  private final Sender sender;
  private final UpdateApplier applier;
  private final GroupCommit<AcceptCommand, AcceptOutcome> accepting;
  private final GroupCommit<Job, Preparation.Prepared> preparing;
  private final GroupCommit<Settlements.Settle, Boolean> settling;

  /** What the room stands on. */
  public record Ground(
      Db db,
      JobQueue queue,
      EventLog events,
      IdempotencyStore keys,
      TenantStore tenants,
      ConnectionStore connections,
      GraphClient graph,
      Lists lists,
      Clock clock,
      RandomGenerator random) {}

  /**
   * @param installation names this installation in what travels with messages
   * @param longestWait how long a caller waits for WhatsApp's answer
   */
  public MessageModule(Ground ground, String installation, Duration longestWait) {
    var contacts = new ContactStore();
    var conversations = new ConversationStore();
    var messages = new MessageStore();
    var receiver = new ReceiverClock();
    var callbackData = new CallbackData(installation);
    var inbox = new InboxStore();
    var threads = new Threads(contacts, conversations, ground.events());
    var acceptance =
        new Acceptance(
            ground.tenants(),
            ground.connections(),
            new Recipients(contacts, conversations),
            new WindowRule(receiver, inbox),
            threads,
            ground.keys(),
            messages,
            ground.events(),
            ground.queue(),
            ground.clock());
    var settlements =
        new Settlements(ground.queue(), messages, ground.events(), receiver, ground.clock());
    accepting = GroupCommit.start("accept messages", ground.db(), acceptance::accept);
    settling = GroupCommit.start("settle messages", ground.db(), settlements::settle);
    var preparation =
        new Preparation(messages, ground.connections(), receiver, inbox, ground.clock());
    preparing = GroupCommit.start("prepare messages", ground.db(), preparation::prepare);
    sender =
        new Sender(
            ground.db(),
            ground.queue(),
            preparing,
            ground.graph(),
            callbackData,
            new RetryPolicy(ground.random()),
            settling,
            ground.clock());
    applier =
        new UpdateApplier(
            ground.db(),
            ground.queue(),
            inbox,
            new StatusReports(messages, callbackData, ground.events()),
            new InboundMessages(
                ground.tenants(),
                ground.connections(),
                contacts,
                conversations,
                threads,
                new InboundStore(),
                ground.events()),
            ground.clock());
    var stored = new MessageListStore();
    service = new Messages(ground.db(), accepting, sender, stored, ground.keys(), longestWait);
    api =
        new MessageApi(
            ground.db(), service, stored, ground.tenants(), new PhoneReader(), ground.lists());
  }

  public void addTo(Routes routes) {
    api.addTo(routes);
  }

  /** The room's background work, by kind of job. */
  public Map<String, JobHandler> jobs() {
    return Map.of(Sender.KIND, sender, Inbox.APPLY, applier);
  }

  @Override
  public void close() {
    accepting.close();
    service.close();
    preparing.close();
    settling.close();
  }
}
