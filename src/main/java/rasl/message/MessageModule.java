package rasl.message;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import rasl.contact.ContactEvents;
import rasl.contact.ContactModule;
import rasl.contact.ContactStore;
import rasl.contact.PhoneReader;
import rasl.contact.WhatsAppNames;
import rasl.conversation.ConversationStore;
import rasl.conversation.Listening;
import rasl.crypto.Sealer;
import rasl.db.Db;
import rasl.db.GroupCommit;
import rasl.db.SealedColumn;
import rasl.event.EventLog;
import rasl.event.Resources;
import rasl.http.IdempotencyStore;
import rasl.http.Routes;
import rasl.http.list.Lists;
import rasl.http.out.AddressGuard;
import rasl.job.Job;
import rasl.job.JobHandler;
import rasl.job.JobQueue;
import rasl.media.MediaFiles;
import rasl.media.MediaModule;
import rasl.message.accept.AcceptCommand;
import rasl.message.accept.AcceptOutcome;
import rasl.message.accept.Acceptance;
import rasl.message.accept.Recipients;
import rasl.message.accept.Threads;
import rasl.message.accept.WaitingRequests;
import rasl.message.accept.WindowRule;
import rasl.message.hear.HearModule;
import rasl.message.hear.UpdateApplier;
import rasl.message.progress.CallbackData;
import rasl.message.progress.MessageSecrets;
import rasl.message.progress.MessageStore;
import rasl.message.progress.Steps;
import rasl.message.read.MessageApi;
import rasl.message.read.MessageListStore;
import rasl.message.read.MessageResources;
import rasl.message.request.Addressees;
import rasl.message.request.Links;
import rasl.message.request.MediaRequests;
import rasl.message.request.SendApi;
import rasl.message.request.TemplateRequests;
import rasl.message.send.Cancellation;
import rasl.message.send.Departure;
import rasl.message.send.FileFirst;
import rasl.message.send.HeldAttempts;
import rasl.message.send.Leaving;
import rasl.message.send.Preparation;
import rasl.message.send.RetryPolicy;
import rasl.message.send.Sender;
import rasl.message.send.Settlements;
import rasl.template.TemplateModule;
import rasl.tenant.TenantStore;
import rasl.whatsapp.connection.ConnectionStore;
import rasl.whatsapp.graph.GraphClient;
import rasl.whatsapp.pace.Halts;
import rasl.whatsapp.pace.Pacing;
import rasl.whatsapp.receive.Inbox;
import rasl.whatsapp.receive.InboxStore;
import rasl.whatsapp.receive.ReceiverClock;

/** Puts the message room together. The only class of the room that the wiring sees. */
public final class MessageModule implements AutoCloseable {
  private final MessageApi api;
  private final SendApi sends;
  private final Previewing previewing;
  private final Sending sending;
  private final Resources resources;
  private final HeldAttempts attempts;
  private final TemplateMessages templates;
  private final Sender sender;
  private final UpdateApplier applier;
  private final MessageSecrets secrets;
  private final GroupCommit<AcceptCommand, AcceptOutcome> accepting;
  private final GroupCommit<AcceptCommand, AcceptOutcome> acceptingWithCompany;
  private final GroupCommit<Job, Preparation.Prepared> preparing;
  private final GroupCommit<Settlements.Settle, Boolean> settling;

  /** What the room stands on. */
  public record Ground(
      Db db,
      JobQueue queue,
      EventLog events,
      ContactEvents contactEvents,
      IdempotencyStore keys,
      TenantStore tenants,
      ContactModule contacts,
      TemplateModule templates,
      MediaModule media,
      AddressGuard guard,
      ConnectionStore connections,
      GraphClient graph,
      Pacing pacing,
      Halts halts,
      Lists lists,
      Sealer sealer,
      Clock clock,
      RandomGenerator random) {}

  /**
   * What rooms below put in.
   *
   * @param codes makes one-time codes
   * @param outcomes hear what becomes of messages that they accompany
   */
  public record Guests(OneTimeCodes codes, List<MessageOutcomes> outcomes) {
    /** None. */
    public static Guests none() {
      return new Guests(OneTimeCodes.none(), List.of());
    }
  }

  /**
   * @param installation names this installation in what travels with messages
   * @param longestWait how long a caller waits for WhatsApp's answer
   */
  public MessageModule(Ground ground, Guests guests, String installation, Duration longestWait) {
    var contacts = new ContactStore();
    var conversations = new ConversationStore();
    var messages = new MessageStore();
    var receiver = new ReceiverClock();
    var callbackData = new CallbackData(installation);
    var inbox = new InboxStore();
    secrets = new MessageSecrets(ground.sealer());
    var steps = new Steps(messages, secrets, ground.events(), guests.outcomes());
    var threads =
        new Threads(
            contacts,
            conversations,
            ground.contacts().newcomers(),
            ground.contactEvents(),
            ground.events());
    var window = new WindowRule(new Listening(receiver), inbox, new WhatsAppNames());
    var leaving = new Leaving(contacts, ground.contacts().marketing(), ground.tenants(), window);
    var acceptance =
        new Acceptance(
            ground.tenants(),
            ground.connections(),
            new Recipients(contacts, conversations, ground.contacts().marketing()),
            window,
            threads,
            ground.keys(),
            messages,
            secrets,
            ground.events(),
            ground.queue(),
            ground.clock());
    var settlements =
        new Settlements(
            ground.queue(),
            messages,
            ground.contacts().whatsApp(),
            steps,
            receiver,
            ground.clock());
    accepting = GroupCommit.of("accept messages", ground.db(), acceptance::accept);
    acceptingWithCompany =
        GroupCommit.of("accept accompanied messages", ground.db(), acceptance::accept);
    settling = GroupCommit.of("settle messages", ground.db(), settlements::settle);
    var preparation =
        new Preparation(
            messages, secrets, ground.connections(), leaving, receiver, inbox, ground.clock());
    preparing = GroupCommit.of("prepare messages", ground.db(), preparation::prepare);
    var retries = new RetryPolicy(ground.queue().backoff());
    var waiting = new WaitingRequests();
    var departure = new Departure(ground.pacing(), ground.halts(), retries, ground.clock());
    sender =
        new Sender(
            ground.db(),
            ground.queue(),
            preparing,
            ground.graph(),
            new FileFirst(
                ground.db(),
                ground.queue(),
                ground.media().uploads(),
                retries,
                departure,
                ground.clock()),
            callbackData,
            retries,
            departure,
            settling,
            settlements,
            waiting,
            ground.clock());
    applier =
        HearModule.applier(
            ground,
            new HearModule.Shared(
                inbox, messages, callbackData, steps, threads, conversations, departure));
    var stored = new MessageListStore();
    attempts = new HeldAttempts(sender::runNow, waiting);
    sending =
        new Sending(
            ground.db(),
            accepting,
            acceptingWithCompany,
            attempts,
            stored,
            ground.keys(),
            longestWait);
    templates =
        new TemplateMessages(
            ground.db(), ground.templates().store(), ground.connections(), ground.clock());
    var phones = new PhoneReader();
    var links = new Links(ground.guard());
    MediaFiles files = ground.media().files();
    resources = new MessageResources(stored, contacts, files);
    api = new MessageApi(ground.db(), stored, files, ground.lists());
    var addressees = new Addressees(ground.db(), ground.tenants(), phones, ground.clock());
    previewing = new Previewing(ground.db(), acceptance);
    sends =
        new SendApi(
            sending,
            addressees,
            new TemplateRequests(templates, guests.codes(), addressees, links, files),
            new MediaRequests(addressees, links, files),
            new Cancellation(ground.queue(), messages, steps, stored, ground.clock()),
            files,
            previewing);
  }

  /** What the room stores encrypted. */
  public SealedColumn sealedColumn() {
    return secrets.sealedColumn();
  }

  /** The same, for a process that is no server. */
  public static SealedColumn sealedColumn(Sealer sealer) {
    return new MessageSecrets(sealer).sealedColumn();
  }

  public void addTo(Routes routes) {
    sends.addTo(routes);
    api.addTo(routes);
  }

  /** Messages as their events show them. */
  public Resources resources() {
    return resources;
  }

  /** For the rooms that send messages of their own. */
  public Sending sending() {
    return sending;
  }

  /** For the rooms that say what would be sent. */
  public Previewing previewing() {
    return previewing;
  }

  /** For the rooms that send templates. */
  public TemplateMessages templates() {
    return templates;
  }

  /** The room's background work, by kind of job. */
  public Map<String, JobHandler> jobs() {
    return Map.of(Sender.KIND, sender, Inbox.APPLY, applier);
  }

  @Override
  public void close() {
    accepting.close();
    acceptingWithCompany.close();
    attempts.close();
    preparing.close();
    settling.close();
  }
}
