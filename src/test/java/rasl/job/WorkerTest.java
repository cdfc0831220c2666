package rasl.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rasl.db.DatabaseException;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.testkit.TestDatabase;
import rasl.testkit.Waiting;

/** Workers on one database: each job once, whatever happens to them. */
class WorkerTest {
  private static final TestDatabase database = TestDatabase.create();
  private static final Db db = database.db();
  private static final TenantId TENANT = new TenantId(1);
  private static final TenantId NEIGHBOUR = new TenantId(2);
  private static final Duration SOON = Duration.ofSeconds(20);

  private final JobQueue queue =
      new JobQueue("node", () -> {}, new Backoff(Backoff.USUAL, new Random(1)));
  private final AtomicInteger left = new AtomicInteger();

  @AfterAll
  static void drop() {
    database.close();
  }

  @BeforeEach
  void empty() {
    database.asOwner("delete from job");
  }

  @Test
  void twoWorkersRunEachOfManyJobsOnce() throws InterruptedException {
    var ran = new ConcurrentLinkedQueue<Long>();
    add(500);
    try (Worker one = worker(8, job -> finish(job, ran));
        Worker two = worker(8, job -> finish(job, ran))) {
      one.start();
      two.start();
      Waiting.until(SOON, () -> left.get() == 0);
    }
    assertThat(ran).hasSize(500).doesNotHaveDuplicates();
  }

  @Test
  void aWorkerFindsWorkWithoutBeingWoken() throws InterruptedException {
    var ran = new ConcurrentLinkedQueue<Long>();
    try (Worker worker = worker(2, job -> finish(job, ran))) {
      worker.start();
      add(1);
      Waiting.until(SOON, () -> left.get() == 0);
    }
  }

  @Test
  void anExceptionLeavesTheJobToALaterAttempt() throws InterruptedException {
    add(1);
    var ran = new ConcurrentLinkedQueue<Long>();
    try (Worker worker =
        worker(
            2,
            job -> {
              if (job.tries() == 1) {
                throw new IllegalStateException("the first attempt breaks, as this test wants");
              }
              finish(job, ran);
            })) {
      worker.start();
      Waiting.until(SOON, () -> left.get() == 0);
    }
    assertThat(ran).hasSize(1);
  }

  @Test
  void anAttemptThatMetALockIsNoFaultAndForgetsNothing() throws InterruptedException {
    add(1);
    add(NEIGHBOUR, "x", 1);
    database.asOwner("update job set lost = 1");
    var met = new ConcurrentLinkedQueue<Job>();
    var ran = new ConcurrentLinkedQueue<Long>();
    try (Worker worker =
        worker(
            2,
            job -> {
              if (job.tenant().equals(TENANT) && job.tries() <= 2) {
                met.add(job);
                throw new CompletionException(
                    new DatabaseException(new SQLException("a lock", "55P03")));
              }
              met.add(job);
              finish(job, ran);
            })) {
      worker.start();
      Waiting.until(SOON, () -> left.get() == 0);
    }
    assertThat(ran).hasSize(2);
    assertThat(met).filteredOn(job -> job.tenant().equals(TENANT)).hasSize(3);
    assertThat(met).allMatch(job -> job.attempt().broken().isZero() && job.lost() == 1);
  }

  @Test
  void aTenantsSlowJobsDoNotMakeTheOthersWait() throws InterruptedException {
    var slow = new CountDownLatch(1);
    var ran = new ConcurrentLinkedQueue<Long>();
    add(30);
    try (Worker worker =
        worker(
            8,
            job -> {
              if (job.kind().equals("x")) {
                boolean _ = slow.await(60, TimeUnit.SECONDS);
              }
              finish(job, ran);
            })) {
      worker.start();
      Waiting.until(SOON, () -> jobs("state = 'running'") == 4);
      add(NEIGHBOUR, "quick", 40);
      worker.wake();
      Waiting.until(SOON, () -> ran.size() == 40);
      assertThat(jobs("state = 'running' and tenant_id = 1")).isEqualTo(4);
      slow.countDown();
      Waiting.until(SOON, () -> left.get() == 0);
    }
  }

  @Test
  void fewSlowJobsDoNotMakeTheirTenantsOthersWait() throws InterruptedException {
    var slow = new CountDownLatch(1);
    var ran = new ConcurrentLinkedQueue<Long>();
    add(3);
    try (Worker worker =
        worker(
            8,
            job -> {
              if (job.kind().equals("x")) {
                boolean _ = slow.await(60, TimeUnit.SECONDS);
              }
              finish(job, ran);
            })) {
      worker.start();
      Waiting.until(SOON, () -> jobs("state = 'running'") == 3);
      add("quick", 40);
      worker.wake();
      Waiting.until(SOON, () -> ran.size() == 40);
      slow.countDown();
      Waiting.until(SOON, () -> left.get() == 0);
    }
  }

  @Test
  void aStoppingWorkerLetsRunningWorkFinish() throws InterruptedException {
    var begun = new CountDownLatch(1);
    var ran = new ConcurrentLinkedQueue<Long>();
    add(1);
    Worker worker =
        worker(
            2,
            job -> {
              begun.countDown();
              TimeUnit.MILLISECONDS.sleep(300);
              finish(job, ran);
            });
    worker.start();
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
    worker.close();
    assertThat(ran).hasSize(1);
    add(1);
    worker.startDue();
    assertThat(jobs("state = 'ready' and attempt = 0")).isEqualTo(1);
  }

  @Test
  void aKindThatNobodyKnowsIsGivenUp() throws InterruptedException {
    add("strange", 1);
    try (Worker worker =
        new Worker(db, queue, Map.of(), 2, new Random(1), new SimpleMeterRegistry())) {
      worker.startDue();
      worker.awaitIdle();
    }
    assertThat(jobs("state = 'dead'")).isEqualTo(1);
  }

  private Worker worker(int slots, JobHandler handler) {
    return new Worker(
        db,
        queue,
        Map.of("x", handler, "quick", handler),
        slots,
        new Random(1),
        new SimpleMeterRegistry());
  }

  private void add(int count) {
    add("x", count);
  }

  private void add(String kind, int count) {
    add(TENANT, kind, count);
  }

  private void add(TenantId tenant, String kind, int count) {
    left.addAndGet(count);
    List<Long> refs = LongStream.rangeClosed(1, count).boxed().toList();
    db.doInTenant(
        tenant, tx -> queue.enqueueAll(tx, kind, refs.stream().map(NewJob::ready).toList()));
  }

  private void finish(Job job, ConcurrentLinkedQueue<Long> ran) {
    db.doInTenant(job.tenant(), tx -> queue.settle(tx, job, new Settlement.Done()));
    ran.add(job.id());
    left.decrementAndGet();
  }

  private static long jobs(String condition) {
    return db.inSystem(
            tx ->
                tx.first(
                    "select count(*) as jobs from job where " + condition,
                    row -> row.getLong("jobs")))
        .orElseThrow();
  }
}
