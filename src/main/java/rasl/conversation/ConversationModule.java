package rasl.conversation;

import java.time.Clock;
import java.util.Map;
import java.util.random.RandomGenerator;
import rasl.contact.ContactModule;
import rasl.db.Db;
import rasl.http.Routes;
import rasl.http.list.Lists;
import rasl.job.JobHandler;
import rasl.job.JobQueue;
import rasl.tenant.TenantStore;
import rasl.whatsapp.connection.ConnectionStore;
import rasl.whatsapp.graph.GraphClient;
import rasl.whatsapp.receive.ReceiverClock;

/** Puts the room of threads together. */
public final class ConversationModule {
  private final ConversationApi api;
  private final ReadReceipts receipts;

  /** What the room stands on. */
  public record Ground(
      Db db,
      JobQueue queue,
      Lists lists,
      ContactModule contacts,
      ConnectionStore connections,
      GraphClient graph,
      Clock clock,
      RandomGenerator random) {}

  public ConversationModule(Ground ground) {
    var reads = new ReadStore();
    receipts =
        new ReadReceipts(
            ground.db(),
            ground.queue(),
            ground.connections(),
            ground.graph(),
            reads,
            ground.clock());
    var conversations =
        new Conversations(
            new ConversationStore(),
            reads,
            ground.contacts().marketing(),
            ground.connections(),
            new Listening(new ReceiverClock()),
            ground.queue(),
            ground.clock());
    api =
        new ConversationApi(
            ground.db(),
            conversations,
            new ConversationList(ground.lists(), new TenantStore()),
            ground.lists(),
            ground.clock());
  }

  public void addTo(Routes routes) {
    api.addTo(routes);
  }

  /** The room's background work, by kind of job. */
  public Map<String, JobHandler> jobs() {
    return Map.of(ReadReceipts.KIND, receipts);
  }
}
