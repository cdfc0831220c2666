package rasl.job;

import static org.assertj.core.api.Assertions.assertThat;
import static rasl.job.JobTable.ANN;
import static rasl.job.JobTable.BOB;

import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rasl.db.DatabaseException;
import rasl.db.Db;
import rasl.db.SystemTx;
import rasl.db.TenantId;
import rasl.db.TenantTx;

/** How long an attempt holds its job, and how it lets go. */
class LeaseTest {
  private static final JobTable jobs = new JobTable();

  @AfterAll
  static void drop() {
    jobs.close();
  }

  @BeforeEach
  void empty() {
    jobs.empty();
  }

  @Test
  void anAttemptKnowsThatItsLeaseWasRenewed() {
    jobs.add(ANN, 1);
    jobs.add(BOB, 1);
    List<Job> claimed = jobs.claim(2);
    Job renewed = claimed.getFirst();
    Job left = claimed.getLast();
    long before = System.nanoTime() - JobQueue.LEASE.toNanos();
    claimed.forEach(job -> job.attempt().leasedAt(before));
    assertThat(renewed.leaseLeft()).isNegative();
    assertThat(jobs.db.<Boolean>inSystem(tx -> jobs.queue.renew(tx, renewed))).isTrue();
    assertThat(renewed.leaseLeft()).isPositive();
    assertThat(left.leaseLeft()).isNegative();
    jobs.settle(left, new Settlement.Done());
    assertThat(jobs.db.<Boolean>inSystem(tx -> jobs.queue.renew(tx, left))).isFalse();
    assertThat(left.leaseLeft()).isNegative();
  }

  @Test
  void whatBreaksOffIsPutBackThroughAnOutageLongerThanItsLease() throws InterruptedException {
    jobs.add(ANN, 1);
    Job job = jobs.claim(1).getFirst();
    job.attempt().leasedAt(System.nanoTime() - 2 * JobQueue.LEASE.toNanos());
    var db = new AwayFor(3);
    new Releasing(db, jobs.queue).release(job, new IllegalStateException("broken off"));
    assertThat(db.left.get()).isZero();
    assertThat(jobs.count("state = 'ready' and lost = 0 and broken_since is not null")).isOne();
  }

  @Test
  void whatAnotherAttemptHasIsLeftToIt() throws InterruptedException {
    jobs.add(ANN, 1);
    Job job = jobs.claim(1).getFirst();
    jobs.sql("update job set leased_until = now()");
    Job next = jobs.claim(1).getFirst();
    new Releasing(jobs.db, jobs.queue).release(job, new IllegalStateException("too late"));
    jobs.settle(next, new Settlement.RetryIn(Duration.ZERO, "it still held it"));
  }

  /** A database that cannot be reached for so many transactions. */
  private static final class AwayFor implements Db {
    private final AtomicInteger left;

    AwayFor(int transactions) {
      left = new AtomicInteger(transactions);
    }

    @Override
    public <T> T inTenant(TenantId tenant, Function<TenantTx, T> work) {
      if (left.get() > 0) {
        left.decrementAndGet();
        throw new DatabaseException(new SQLTransientConnectionException("away"));
      }
      return jobs.db.inTenant(tenant, work);
    }

    @Override
    public <T> T reading(TenantId tenant, Function<TenantTx, T> work) {
      return jobs.db.reading(tenant, work);
    }

    @Override
    public <T> T inSystem(Function<SystemTx, T> work) {
      return jobs.db.inSystem(work);
    }

    @Override
    public <T> List<PartOutcome<T>> inGroup(List<Part<T>> parts) {
      return jobs.db.inGroup(parts);
    }
  }
}
