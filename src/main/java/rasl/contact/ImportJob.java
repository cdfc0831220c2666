package rasl.contact;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rasl.db.DatabaseException;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.db.TenantTx;
import rasl.job.Job;
import rasl.job.JobHandler;
import rasl.job.JobQueue;
import rasl.job.LeaseLostException;
import rasl.job.Settlement;

/**
 * Works off an import. Each piece is one transaction, with the progress in it: whoever goes on
 * after a crash goes on with the next piece. Where one failure undoes everything, all pieces are
 * one transaction. While PostgreSQL stores a piece, the next one is read already.
 */
final class ImportJob implements JobHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ImportJob.class);

  /** After this long it makes room for other tenants' work, and goes on when its turn comes. */
  private static final Duration TURN = Duration.ofSeconds(5);

  /** For a piece, however slow the database; a renewal would be a commit more for each. */
  private static final Duration ENOUGH_LEASE = JobQueue.LEASE.dividedBy(3).multipliedBy(2);

  private static final int MOST_FAULTS = 10;

  /** For one of its statements, each of which is about many contacts. */
  private static final Duration STATEMENT = Duration.ofMinutes(1);

  private final Db db;
  private final JobQueue queue;
  private final ImportStore store;
  private final ImportSteps steps;
  private final Clock clock;
  private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();

  ImportJob(Db db, JobQueue queue, ImportStore store, ImportSteps steps, Clock clock) {
    this.db = db;
    this.queue = queue;
    this.store = store;
    this.steps = steps;
    this.clock = clock;
  }

  @Override
  public void run(Job job) throws InterruptedException {
    Optional<ContactImport> found = db.inTenant(job.tenant(), tx -> store.find(tx, job.ref()));
    if (found.isEmpty() || found.get().isOver()) {
      settle(job, new Settlement.Done());
      return;
    }
    try {
      if (found.get().options().continueOnError()) {
        pieceByPiece(job, found.get());
      } else {
        allOrNothing(job, found.get());
      }
    } catch (LeaseLostException e) {
      throw e;
    } catch (RuntimeException e) {
      giveUpAtLast(job, found.get(), e);
    }
  }

  private void pieceByPiece(Job job, ContactImport first) throws InterruptedException {
    long begin = System.nanoTime();
    ContactImport one = first;
    Ahead ahead = new Ahead(job.tenant(), one, one.nextPiece());
    while (true) {
      Optional<ImportSteps.Prepared> piece = ahead.next();
      if (piece.isEmpty()) {
        db.doInTenant(job.tenant(), tx -> end(tx, job, first, Optional.empty()));
        return;
      }
      if (System.nanoTime() - begin > TURN.toNanos()) {
        settle(job, new Settlement.RetryIn(Duration.ZERO, "goes on"));
        return;
      }
      if (job.leaseLeft().compareTo(ENOUGH_LEASE) < 0) {
        renew(job);
      }
      Deadlocks.retried(() -> db.inTenant(job.tenant(), tx -> step(tx, job, piece.get())));
    }
  }

  /** The row's lock and the number of the piece see to it that no piece is stored twice. */
  private boolean step(TenantTx tx, Job job, ImportSteps.Prepared piece) {
    tx.patient(STATEMENT);
    ContactImport one = store.lock(tx, job.ref()).orElseThrow();
    if (one.isOver() || one.nextPiece() != piece.number()) {
      throw new LeaseLostException(job);
    }
    steps.note(tx, one, one.count(), piece, steps.store(tx, one, piece));
    return true;
  }

  private void allOrNothing(Job job, ContactImport one) throws InterruptedException {
    try {
      db.doInTenant(job.tenant(), tx -> all(tx, job, one));
    } catch (FailedRowsException e) {
      db.doInTenant(
          job.tenant(),
          tx -> {
            store.putErrors(tx, one.id(), e.outcome.failed());
            var count = new ContactImport.Count(0, e.read, 0, 0, e.outcome.failed().size());
            store.advance(tx, one.id(), Integer.MAX_VALUE, count, clock.instant());
            end(tx, job, one, Optional.of("Rows failed, so nothing was stored."));
          });
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  private void all(TenantTx tx, Job job, ContactImport one) {
    var ahead = new Ahead(job.tenant(), one, 0);
    tx.patient(STATEMENT);
    var count = one.count();
    ImportSteps.@Nullable Prepared last = null;
    for (var piece = ahead.next(); piece.isPresent(); piece = ahead.next()) {
      last = piece.get();
      ImportSteps.Outcome outcome = steps.store(tx, one, last);
      count = count.plus(outcome.count());
      if (!outcome.failed().isEmpty()) {
        throw new FailedRowsException(outcome, count.read());
      }
      showAndRenew(job, count.read());
    }
    store.advance(tx, one.id(), Integer.MAX_VALUE, count, clock.instant());
    end(tx, job, one, Optional.empty());
  }

  /** Beside the open transaction. */
  private void showAndRenew(Job job, long read) {
    CompletableFuture.runAsync(
            () -> {
              renew(job);
              db.doInTenant(
                  job.tenant(), tx -> store.showRead(tx, job.ref(), read, clock.instant()));
            },
            threads)
        .join();
  }

  private void end(TenantTx tx, Job job, ContactImport one, Optional<String> failure) {
    steps.finish(tx, one, failure);
    queue.settle(tx, job, new Settlement.Done());
  }

  private void renew(Job job) {
    if (!db.inSystem(tx -> queue.renew(tx, job))) {
      throw new LeaseLostException(job);
    }
  }

  private void settle(Job job, Settlement settlement) {
    db.doInTenant(job.tenant(), tx -> queue.settle(tx, job, settlement));
  }

  /** What breaks off again and again is told, instead of being tried for ever. */
  private void giveUpAtLast(Job job, ContactImport one, RuntimeException cause) {
    if (DatabaseException.in(cause).filter(DatabaseException::isPassing).isPresent()) {
      throw cause;
    }
    int faults = db.inTenant(job.tenant(), tx -> store.countFault(tx, job.ref()));
    if (faults < MOST_FAULTS) {
      throw cause;
    }
    LOG.error("import {} is given up", one.id(), cause);
    db.doInTenant(
        job.tenant(),
        tx -> end(tx, job, one, Optional.of("It broke off again and again on our side.")));
  }

  /** Reads the next piece while the last one is stored. */
  private final class Ahead {
    private final TenantId tenant;
    private final ContactImport one;
    private int number;
    private CompletableFuture<Optional<ImportSteps.Prepared>> coming;

    Ahead(TenantId tenant, ContactImport one, int first) {
      this.tenant = tenant;
      this.one = one;
      this.number = first;
      this.coming = begin();
    }

    private CompletableFuture<Optional<ImportSteps.Prepared>> begin() {
      int wanted = number;
      Supplier<Optional<ImportSteps.Prepared>> read = () -> steps.prepare(tenant, one, wanted);
      return CompletableFuture.supplyAsync(read, threads);
    }

    Optional<ImportSteps.Prepared> next() {
      Optional<ImportSteps.Prepared> here = coming.join();
      number++;
      if (here.isPresent()) {
        coming = begin();
      }
      return here;
    }
  }

  /** Carries the failed rows out of the transaction that is to be undone. */
  private static final class FailedRowsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ImportSteps.Outcome outcome;
    private final long read;

    FailedRowsException(ImportSteps.Outcome outcome, long read) {
      super("rows failed", null, false, false);
      this.outcome = outcome;
      this.read = read;
    }
  }
}
