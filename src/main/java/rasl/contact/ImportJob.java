package rasl.contact;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rasl.db.DatabaseException;
import rasl.db.Db;
import rasl.db.TenantTx;
import rasl.job.Job;
import rasl.job.JobHandler;
import rasl.job.JobQueue;
import rasl.job.LeaseKeeping;
import rasl.job.LeaseLostException;
import rasl.job.Settlement;
import rasl.refusal.Refusal;
import rasl.refusal.RefusedException;

/**
 * Works off an import. Each piece is one transaction, with the progress in it: whoever goes on
 * after a crash goes on with the next piece. While PostgreSQL stores a piece, the next one is read
 * already. Of a tenant's imports one runs at a time; the others are put back until it ends.
 */
final class ImportJob implements JobHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ImportJob.class);

  /** After this long it makes room for other tenants' work, and goes on when its turn comes. */
  private static final Duration TURN = Duration.ofSeconds(5);

  /** In case nobody says that the one before has ended. */
  private static final Duration WAIT = Duration.ofSeconds(10);

  private static final String WAITS = "waits for another import of its tenant";
  private static final int MOST_FAULTS = 10;

  /** For one of its statements, each of which is about many contacts. */
  static final Duration STATEMENT = Duration.ofMinutes(1);

  private final Db db;
  private final JobQueue queue;
  private final ImportStore store;
  private final ImportSteps steps;
  private final StagedImport staged;
  private final Clock clock;

  ImportJob(
      Db db,
      JobQueue queue,
      ImportStore store,
      ImportSteps steps,
      StagedImport staged,
      Clock clock) {
    this.db = db;
    this.queue = queue;
    this.store = store;
    this.steps = steps;
    this.staged = staged;
    this.clock = clock;
  }

  @Override
  public void run(Job job) throws InterruptedException {
    try (LeaseKeeping _ = LeaseKeeping.of(db, queue, job)) {
      Optional<ContactImport> found =
          db.inTenant(
              job.tenant(), tx -> store.find(tx, job.ref()).flatMap(one -> begin(tx, job, one)));
      if (found.isPresent()) {
        work(job, found.get());
      }
    }
  }

  /** Takes the tenant's turn; empty where there is nothing to do now, and the job is settled. */
  private Optional<ContactImport> begin(TenantTx tx, Job job, ContactImport one) {
    if (one.state() == ContactImport.State.QUEUED && !store.begin(tx, one.id(), clock.instant())) {
      queue.settle(tx, job, new Settlement.WaitFor(WAIT, WAITS));
      return Optional.empty();
    }
    return Optional.of(one);
  }

  private void work(Job job, ContactImport one) throws InterruptedException {
    try {
      boolean whole = one.isOver() || worked(job, one);
      Settlement settlement =
          whole ? new Settlement.Done() : new Settlement.RetryIn(Duration.ZERO, "goes on");
      if (whole) {
        staged.tidyUp(job.tenant(), one.id());
      }
      db.doInTenant(job.tenant(), tx -> settle(tx, job, settlement));
    } catch (LeaseLostException e) {
      throw e;
    } catch (RuntimeException e) {
      giveUpAtLast(job, one, e);
    }
  }

  private void settle(TenantTx tx, Job job, Settlement settlement) {
    queue.settle(tx, job, settlement);
    if (settlement instanceof Settlement.Done) {
      queue.hurry(tx, Imports.KIND, WAITS);
    }
  }

  /** Goes on until its time is up; whether it came to the end. */
  private boolean worked(Job job, ContactImport one) throws InterruptedException {
    long begin = System.nanoTime();
    var ahead =
        new ImportAhead(one.nextPiece(), number -> steps.prepare(job.tenant(), one, number));
    for (var piece = ahead.next(); piece.isPresent(); piece = ahead.next()) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (System.nanoTime() - begin > TURN.toNanos()) {
        return false;
      }
      ImportSteps.Prepared next = piece.get();
      boolean goesOn =
          Deadlocks.retried(() -> db.inTenant(job.tenant(), tx -> step(tx, job, next)));
      if (!goesOn) {
        return true;
      }
    }
    if (one.options().continueOnError()) {
      db.doInTenant(job.tenant(), tx -> steps.finish(tx, lock(tx, job), Optional.empty()));
    } else {
      staged.storeAll(job);
    }
    return true;
  }

  /** The row's lock and the number of the piece see to it that no piece is stored twice. */
  private boolean step(TenantTx tx, Job job, ImportSteps.Prepared piece) {
    tx.patient(STATEMENT);
    ContactImport one = lock(tx, job);
    if (one.nextPiece() != piece.number()) {
      throw new LeaseLostException(job);
    }
    if (one.options().continueOnError()) {
      steps.note(tx, one, piece, steps.store(tx, one, piece));
      return true;
    }
    return staged.step(tx, one, piece);
  }

  private ContactImport lock(TenantTx tx, Job job) {
    return store
        .lock(tx, job.ref())
        .filter(one -> !one.isOver())
        .orElseThrow(() -> new LeaseLostException(job));
  }

  /** What breaks off again and again is told, instead of being tried for ever. */
  private void giveUpAtLast(Job job, ContactImport one, RuntimeException cause) {
    if (mayPass(cause)) {
      throw cause;
    }
    int faults = db.inTenant(job.tenant(), tx -> store.countFault(tx, job.ref()));
    if (faults < MOST_FAULTS) {
      throw cause;
    }
    LOG.error("import {} is given up", one.id(), cause);
    db.doInTenant(
        job.tenant(),
        tx -> {
          fail(tx, job, "It broke off again and again on our side.");
          settle(tx, job, new Settlement.Done());
        });
  }

  /** No fault of the file: an outage, or too much that is under way. */
  private static boolean mayPass(RuntimeException cause) {
    return DatabaseException.in(cause).filter(DatabaseException::isPassing).isPresent()
        || (cause instanceof RefusedException refused
            && refused.refusal() instanceof Refusal.ServiceUnavailable);
  }

  /** What was stored before stays; whoever sees the import sees how much that is. */
  @Override
  public void givenUp(TenantTx tx, Job job) {
    fail(tx, job, "It was given up: each server that worked on it broke down.");
    queue.hurry(tx, Imports.KIND, WAITS);
  }

  private void fail(TenantTx tx, Job job, String words) {
    store
        .lock(tx, job.ref())
        .filter(one -> !one.isOver())
        .ifPresent(one -> steps.finish(tx, one, Optional.of(words)));
  }
}
