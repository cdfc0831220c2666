package rasl.job;

import static org.assertj.core.api.Assertions.assertThat;
import static rasl.job.JobTable.ANN;
import static rasl.job.JobTable.BOB;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rasl.db.TenantTx;
import rasl.testkit.Waiting;

/** Jobs that fail with exceptions nobody expected: they end, and people can see that they did. */
class BrokenJobsTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final JobTable jobs = new JobTable();

  private final ConcurrentLinkedQueue<Job> givenUp = new ConcurrentLinkedQueue<>();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  /** Whether giving up fails too. */
  private boolean cannotBeGivenUp;

  @AfterAll
  static void drop() {
    jobs.close();
  }

  @BeforeEach
  void empty() {
    jobs.empty();
  }

  @Test
  void aJobThatFailsForADayIsGivenUpWithWhatItStandsFor() throws InterruptedException {
    jobs.add(ANN, 1);
    jobs.add(BOB, 1);
    runOnce();
    assertThat(jobs.count("state = 'ready' and broken_since is not null")).isEqualTo(2);
    jobs.sql("update job set broken_since = broken_since - interval '1 day' where tenant_id = 1");
    runOnce();
    assertThat(givenUp).extracting(Job::tenant).containsExactly(ANN);
    assertThat(jobs.count("state = 'dead' and tenant_id = 1 and last_error like '%broken here%'"))
        .isOne();
    assertThat(jobs.count("state = 'ready' and tenant_id = 2")).isOne();
  }

  @Test
  void theDayBeginsAgainAfterAnAttemptThatEndsAsItShould() {
    jobs.add(ANN, 1);
    jobs.settle(jobs.claim(1).getFirst(), new Settlement.Broken(Duration.ZERO, "broken"));
    jobs.sql("update job set broken_since = broken_since - interval '23 hours'");
    Job later = jobs.claim(1).getFirst();
    assertThat(later.attempt().broken()).isGreaterThan(Duration.ofHours(22));
    jobs.settle(later, new Settlement.WaitFor(Duration.ZERO, "only waited"));
    Job waited = jobs.claim(1).getFirst();
    assertThat(waited.attempt().broken()).isGreaterThan(Duration.ofHours(22));
    jobs.settle(waited, new Settlement.RetryIn(Duration.ZERO, "ended well"));
    assertThat(jobs.claim(1).getFirst().attempt().broken()).isZero();
  }

  @Test
  void whatCannotEvenBeGivenUpEndsAloneAfterADayMore() throws InterruptedException {
    cannotBeGivenUp = true;
    jobs.add(ANN, 1);
    runOnce();
    jobs.sql("update job set broken_since = broken_since - interval '1 day'");
    runOnce();
    assertThat(jobs.count("state = 'ready'")).isOne();
    jobs.sql("update job set broken_since = broken_since - interval '1 day'");
    runOnce();
    assertThat(jobs.count("state = 'dead'")).isOne();
  }

  @Test
  void whatOnlyWaitedIsTriedAgainAsSoonAsWhatDidNot() throws InterruptedException {
    jobs.add(ANN, 1);
    for (int i = 0; i < 8; i++) {
      jobs.settle(jobs.claim(1).getFirst(), new Settlement.WaitFor(Duration.ZERO, "turn"));
    }
    runOnce();
    assertThat(jobs.count("run_at <= now() + interval '1 second'")).isOne();
  }

  @Test
  void deadJobsAreCountedByKindAndDeletedAfterAMonth() throws InterruptedException {
    jobs.add(ANN, 2);
    jobs.add(BOB, 1);
    jobs.claim(3).forEach(job -> jobs.settle(job, new Settlement.Dead("given up")));
    jobs.add(ANN, 1);
    List<DeadJobs> dead = jobs.db.inSystem(new DeadJobStore()::counted);
    assertThat(dead).extracting(DeadJobs::kind).containsExactly("x");
    assertThat(dead).extracting(DeadJobs::count).containsExactly(3L);
    jobs.sql("update job set run_at = run_at - interval '31 days' where tenant_id = 1");
    try (Worker worker = worker()) {
      worker.start();
      Waiting.until(SOON, () -> jobs.count("state = 'dead'") == 1);
      Waiting.until(SOON, () -> meters.find("rasl.jobs.dead").tag("kind", "x").gauge() != null);
    }
    assertThat(jobs.count("state = 'dead' and tenant_id = 2")).isOne();
    assertThat(jobs.count("state <> 'dead'")).isOne();
  }

  private void runOnce() throws InterruptedException {
    jobs.sql("update job set run_at = now() where state in ('ready', 'later')");
    jobs.promote();
    try (Worker worker = worker()) {
      worker.startDue();
      worker.awaitIdle();
    }
  }

  private Worker worker() {
    return new Worker(jobs.db, jobs.queue, Map.of("x", new Broken()), 8, new Random(1), meters);
  }

  private final class Broken implements JobHandler {
    @Override
    public void run(Job job) {
      throw new IllegalStateException("broken here, as this test wants");
    }

    @Override
    public void givenUp(TenantTx tx, Job job) {
      if (cannotBeGivenUp) {
        throw new IllegalStateException("giving up is broken too, as this test wants");
      }
      givenUp.add(job);
    }
  }
}
