package rasl.media;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rasl.db.DatabaseException;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.db.TenantTx;
import rasl.disk.DiskException;
import rasl.event.Event;
import rasl.event.EventLog;
import rasl.job.Job;
import rasl.job.JobHandler;
import rasl.job.JobQueue;
import rasl.job.LeaseKeeping;
import rasl.job.Settlement;
import rasl.whatsapp.Connection;
import rasl.whatsapp.connection.ConnectionStore;

/**
 * Fetches the file that a customer sent, and keeps it as its message's. It is tried again until
 * WhatsApp has it no more; what WhatsApp refuses, only a few times.
 */
final class Fetching implements JobHandler {
  private static final Logger log = LoggerFactory.getLogger(Fetching.class);

  private static final Duration MOST_BACKOFF = Duration.ofHours(1);
  private static final Duration MOST_WAITING_FOR_A_TURN = Duration.ofMinutes(1);

  /** How long after each refusal it is asked for again: somebody may repair a permission. */
  private static final List<Duration> PATIENCE =
      List.of(Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofHours(1));

  private static final String NO_TURN = "enough files are being fetched";
  private static final String GONE = "WhatsApp no longer has it; at last: ";
  private static final String NO_ROOM = "the account has used up its storage";
  private static final String NOT_STORED = "it cannot be stored here";
  private static final String NO_CONNECTION = "the account is not connected to WhatsApp";
  private static final String BROKEN = "for a day fetching it failed in the server; see its log";
  private static final String KILLED =
      "the server died " + JobQueue.MOST_LOST + " times while it was fetched";

  private final Db db;
  private final JobQueue queue;
  private final ConnectionStore connections;
  private final InboundFileStore store;
  private final InboundDownload download;
  private final InboundKeeping keeping;
  private final FetchTurns turns;
  private final EventLog events;
  private final Clock clock;

  Fetching(
      Db db,
      JobQueue queue,
      ConnectionStore connections,
      InboundFileStore store,
      InboundDownload download,
      InboundKeeping keeping,
      FetchTurns turns,
      EventLog events,
      Clock clock) {
    this.db = db;
    this.queue = queue;
    this.connections = connections;
    this.store = store;
    this.download = download;
    this.keeping = keeping;
    this.turns = turns;
    this.events = events;
    this.clock = clock;
  }

  @Override
  public void run(Job job) throws InterruptedException {
    Optional<FetchTurns.Turn> free = turns.take(job.tenant());
    if (free.isEmpty()) {
      Duration wait = queue.backoff().after(job.waits() + 1, MOST_WAITING_FOR_A_TURN);
      settle(job, new Settlement.WaitFor(wait, NO_TURN));
      return;
    }
    try (FetchTurns.Turn _ = free.get();
        LeaseKeeping _ = LeaseKeeping.of(db, queue, job)) {
      fetch(job);
    } finally {
      turns.next().ifPresent(this::hurry);
    }
  }

  /** Wakes one job of the tenant that found no free slot; it would otherwise retry later. */
  private void hurry(TenantId tenant) {
    try {
      db.doInTenant(tenant, tx -> queue.hurry(tx, InboundFiles.FETCH, NO_TURN));
    } catch (DatabaseException e) {
      log.debug("nobody is hurried", e);
    }
  }

  private record Known(Optional<ExpectedFile> file, Optional<Connection> connection) {}

  private void fetch(Job job) throws InterruptedException {
    Known known =
        db.inTenant(
            job.tenant(), tx -> new Known(store.waiting(tx, job.ref()), connections.find(tx)));
    if (known.file().isEmpty()) {
      settle(job, new Settlement.Done());
      return;
    }
    ExpectedFile file = known.file().get();
    if (!clock.instant().isBefore(file.gone())) {
      giveUp(job, file, GONE + file.failure());
      return;
    }
    switch (fetched(job.tenant(), known.connection(), file)) {
      case Fetched.Here here -> keep(job, file, here);
      case Fetched.NotYet(var why) -> notYet(job, file, why);
      case Fetched.Refused(var why) -> refused(job, file, why);
      case Fetched.Never(var why) -> giveUp(job, file, why);
    }
  }

  private Fetched fetched(TenantId tenant, Optional<Connection> connection, ExpectedFile file)
      throws InterruptedException {
    if (connection.isEmpty()) {
      return new Fetched.NotYet(NO_CONNECTION);
    }
    if (!keeping.hasRoom(tenant)) {
      return new Fetched.NotYet(NO_ROOM);
    }
    try {
      return download.fetch(connection.get(), file.media());
    } catch (StorageException | DiskException e) {
      log.error("a file that a customer sent cannot be taken: {}", e.getMessage());
      return new Fetched.NotYet(NOT_STORED);
    }
  }

  private void keep(Job job, ExpectedFile file, Fetched.Here here) {
    try {
      keeping.keep(
          job.tenant(),
          file,
          here,
          tx -> {
            queue.settle(tx, job, new Settlement.Done());
            store.stored(tx, file.messageId());
            events.recordAll(tx, List.of(event("message.media_stored", file.messageId())));
          });
    } catch (StorageException e) {
      log.error("a file that a customer sent is not stored: {}", e.getMessage());
      notYet(job, file, NOT_STORED);
    }
  }

  private void notYet(Job job, ExpectedFile file, String why) {
    tryAgain(job, file, queue.backoff().after(file.failures() + 1, MOST_BACKOFF), false, why);
  }

  private void refused(Job job, ExpectedFile file, String why) {
    if (file.refusals() < PATIENCE.size()) {
      tryAgain(job, file, PATIENCE.get(file.refusals()), true, why);
    } else {
      giveUp(job, file, why);
    }
  }

  private void tryAgain(Job job, ExpectedFile file, Duration delay, boolean refused, String why) {
    Instant now = clock.instant();
    if (!now.plus(delay).isBefore(file.gone())) {
      giveUp(job, file, GONE + why);
      return;
    }
    db.doInTenant(
        job.tenant(),
        tx -> {
          queue.settle(tx, job, new Settlement.RetryIn(delay, why));
          store.failedOnce(tx, file.messageId(), refused, why);
        });
  }

  private void giveUp(Job job, ExpectedFile file, String why) {
    log.warn("a file that a customer sent is given up, message {}: {}", file.messageId(), why);
    db.doInTenant(
        job.tenant(),
        tx -> {
          queue.settle(tx, job, new Settlement.Done());
          tellGivenUp(tx, file.messageId(), why);
        });
  }

  private void tellGivenUp(TenantTx tx, long message, String why) {
    if (store.givenUp(tx, message, why)) {
      events.recordAll(tx, List.of(event("message.media_failed", message)));
    }
  }

  @Override
  public void givenUp(TenantTx tx, Job job) {
    tellGivenUp(tx, job.ref(), job.isKiller() ? KILLED : BROKEN);
  }

  private static Event event(String type, long message) {
    return Event.happened(type, "message", message);
  }

  private void settle(Job job, Settlement settlement) {
    db.doInTenant(job.tenant(), tx -> queue.settle(tx, job, settlement));
  }
}
