package rasl.job;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rasl.db.DatabaseException;
import rasl.db.Db;
import rasl.db.TenantTx;

/**
 * Puts back jobs whose attempt broke off before it did anything that must not be done again. It
 * keeps trying through an outage of the database: a job that stays leased until its lease ends
 * counts as lost, and nobody knows what a lost attempt did.
 */
public final class Releasing {
  private static final Logger log = LoggerFactory.getLogger(Releasing.class);
  private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(5);
  private static final Duration LONGEST_DISTURBED = Duration.ofSeconds(30);
  private static final Duration WRITE_AGAIN = Duration.ofMillis(200);

  private final Db db;
  private final JobQueue queue;

  public Releasing(Db db, JobQueue queue) {
    this.db = db;
    this.queue = queue;
  }

  /** Lets the job be tried again after a pause that grows with its tries. */
  public void release(Job job, Exception cause) throws InterruptedException {
    Settlement settlement = settlement(job, cause);
    while (true) {
      try {
        boolean _ = db.settling(job.tenant(), tx -> written(tx, job, settlement));
        return;
      } catch (LeaseLostException _) {
        return; // Another attempt has it.
      } catch (DatabaseException e) {
        if (!isWrittenAgain(job, e)) {
          log.warn("could not put job {} back", job.id(), e);
          return;
        }
        Thread.sleep(WRITE_AGAIN);
      }
    }
  }

  /**
   * Whether what an attempt came to is written once more after this fault: through an outage of the
   * database, however long, and through all else, such as a lock of other work, until the lease
   * ends. Then another attempt takes the job, and this one must hold up nothing.
   */
  public static boolean isWrittenAgain(Job job, DatabaseException fault) {
    boolean outage = fault.isUnavailable() && !fault.isBusy();
    return outage || !job.leaseLeft().isNegative();
  }

  /** Whether a lock, an outage or the like broke an attempt off, and no fault of the work's. */
  static boolean isDisturbed(Exception cause) {
    return DatabaseException.in(cause).filter(DatabaseException::isPassing).isPresent();
  }

  private Settlement settlement(Job job, Exception cause) {
    return isDisturbed(cause)
        ? new Settlement.Disturbed(
            queue.backoff().after(job.tries(), LONGEST_DISTURBED), String.valueOf(cause))
        : new Settlement.Broken(
            queue.backoff().after(job.tries(), LONGEST_BACKOFF), String.valueOf(cause));
  }

  private boolean written(TenantTx tx, Job job, Settlement settlement) {
    queue.settle(tx, job, settlement);
    return true;
  }
}
