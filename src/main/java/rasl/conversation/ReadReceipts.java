package rasl.conversation;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rasl.db.Db;
import rasl.job.Job;
import rasl.job.JobHandler;
import rasl.job.JobQueue;
import rasl.job.Settlement;
import rasl.whatsapp.Connection;
import rasl.whatsapp.connection.ConnectionStore;
import rasl.whatsapp.graph.ErrorClass;
import rasl.whatsapp.graph.GraphAnswer;
import rasl.whatsapp.graph.GraphClient;

/**
 * Tells WhatsApp that a thread was read, so that the customer's ticks turn blue, and that somebody
 * writes, where that is still so. Telling it twice is harmless, so an attempt that broke off is
 * simply made again.
 */
final class ReadReceipts implements JobHandler {
  private static final Logger log = LoggerFactory.getLogger(ReadReceipts.class);
  static final String KIND = "conversation.read";

  private static final int MOST_ATTEMPTS = 12;
  private static final Duration MOST_WAITING = Duration.ofMinutes(10);

  private final Db db;
  private final JobQueue queue;
  private final ConnectionStore connections;
  private final GraphClient graph;
  private final ReadStore store;
  private final Clock clock;

  ReadReceipts(
      Db db,
      JobQueue queue,
      ConnectionStore connections,
      GraphClient graph,
      ReadStore store,
      Clock clock) {
    this.db = db;
    this.queue = queue;
    this.connections = connections;
    this.graph = graph;
    this.store = store;
    this.clock = clock;
  }

  /** What there is to tell, and through which connection. */
  private record Call(Connection connection, ReadStore.Telling telling, boolean typing) {}

  @Override
  public void run(Job job) throws InterruptedException {
    Optional<Call> call = db.inTenant(job.tenant(), tx -> call(tx, job.ref()));
    if (call.isEmpty()) {
      settle(job, new Settlement.Done());
      return;
    }
    String wamid = call.get().telling().wamid();
    switch (graph.markRead(call.get().connection(), wamid, call.get().typing())) {
      case GraphAnswer.Ok _ ->
          db.doInTenant(
              job.tenant(),
              tx -> {
                store.told(tx, job.ref(), call.get().telling().messageId());
                queue.settle(tx, job, new Settlement.Done());
              });
      case GraphAnswer.Refused(var error) -> {
        ErrorClass kind = ErrorClass.of(error);
        boolean passing = kind == ErrorClass.RETRY || kind == ErrorClass.RETRY_FEW;
        again(job, passing, error.text());
      }
      case GraphAnswer.Silent(var why) -> again(job, true, why);
    }
  }

  private Optional<Call> call(rasl.db.TenantTx tx, long thread) {
    Optional<ReadStore.Telling> telling = store.telling(tx, thread);
    Optional<Connection> connection = connections.find(tx);
    if (telling.isEmpty() || connection.isEmpty()) {
      return Optional.empty();
    }
    boolean typing = telling.get().typingUntil().filter(clock.instant()::isBefore).isPresent();
    boolean ours = connection.get().id() == telling.get().connectionId();
    return ours && (typing || !telling.get().told())
        ? Optional.of(new Call(connection.get(), telling.get(), typing))
        : Optional.empty();
  }

  private void again(Job job, boolean passing, String why) {
    if (passing && job.tries() < MOST_ATTEMPTS) {
      settle(job, new Settlement.RetryIn(queue.backoff().after(job.tries(), MOST_WAITING), why));
    } else {
      log.info("WhatsApp could not be told that thread {} was read: {}", job.ref(), why);
      settle(job, new Settlement.Done());
    }
  }

  private void settle(Job job, Settlement settlement) {
    db.doInTenant(job.tenant(), tx -> queue.settle(tx, job, settlement));
  }
}
