package rasl.job;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rasl.db.DatabaseException;
import rasl.db.Db;

/**
 * Keeps a job leased while an attempt does something that takes longer than a lease, such as moving
 * a large file. If the lease is lost in spite of that, the attempt's settlement finds out.
 */
public final class LeaseKeeping implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LeaseKeeping.class);
  private static final Duration PAUSE = JobQueue.LEASE.dividedBy(3);

  private final Db db;
  private final JobQueue queue;
  private final Job job;
  private final Thread thread;

  private LeaseKeeping(Db db, JobQueue queue, Job job) {
    this.db = db;
    this.queue = queue;
    this.job = job;
    this.thread = Thread.ofVirtual().name("lease").unstarted(this::keep);
  }

  /** Renews the lease now and then until it is closed. */
  public static LeaseKeeping of(Db db, JobQueue queue, Job job) {
    var keeping = new LeaseKeeping(db, queue, job);
    keeping.thread.start();
    return keeping;
  }

  private void keep() {
    try {
      do {
        Thread.sleep(PAUSE);
      } while (renewed());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // Closed: the thread ends here.
    }
  }

  private boolean renewed() {
    try {
      return db.<Boolean>inSystem(tx -> queue.renew(tx, job));
    } catch (DatabaseException e) {
      log.warn("the lease of job {} is not renewed: {}", job.id(), e.toString());
      return true; // The next time may do, before the lease ends.
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
