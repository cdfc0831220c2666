package rasl.job;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rasl.db.Db;

/**
 * Claims jobs and runs them on virtual threads, in a number of slots that the tenants share. A
 * wake-up makes it quick; a poll with jitter makes it safe, also through an outage of the database.
 */
public final class Worker implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Worker.class);
  private static final Duration LONGEST_POLL = Duration.ofSeconds(2);
  private static final Duration SHORTEST_POLL = Duration.ofMillis(5);

  /** How soon it looks again for a free slot when a few slow jobs hold most of them. */
  private static final Duration FULL_POLL = Duration.ofMillis(20);

  private static final Duration LAST_JOBS = Duration.ofSeconds(10);

  /** How long an interrupted attempt, which did nothing yet, has to put its job back. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private static final Duration FOREVER = Duration.ofDays(365);

  private final Db db;
  private final JobQueue queue;
  private final Map<String, JobHandler> handlers;
  private final RandomGenerator random;
  private final JobSlots slots;
  private final GivingUp givingUp;
  private final Releasing releasing;
  private final Upkeep upkeep;
  private final Semaphore wake = new Semaphore(0);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Thread loop;
  private volatile boolean stopping;

  /**
   * @param handlers by kind of job; a job of another kind is given up
   * @param slots how many jobs run at once
   */
  public Worker(
      Db db,
      JobQueue queue,
      Map<String, JobHandler> handlers,
      int slots,
      RandomGenerator random,
      MeterRegistry meters) {
    this.db = db;
    this.queue = queue;
    this.handlers = Map.copyOf(handlers);
    this.random = random;
    this.slots = new JobSlots(slots);
    this.givingUp = new GivingUp(db, queue, this.handlers);
    this.releasing = new Releasing(db, queue);
    this.upkeep = new Upkeep(db, queue, givingUp, meters);
    this.loop = Thread.ofVirtual().name("worker").unstarted(this::work);
  }

  /** Starts claiming by itself. A test drives {@link #startDue} instead. */
  public void start() {
    loop.start();
  }

  /** Says that there may be something to do. */
  public void wake() {
    wake.release();
  }

  /** Starts the jobs that are due now, as far as slots are free, and returns how many. */
  public synchronized int startDue() {
    JobSlots.Room room = slots.room();
    if (room.limit() == 0) {
      return 0;
    }
    List<Job> jobs = db.inSystem(tx -> queue.claim(tx, room));
    if (stopping) {
      db.doInSystem(tx -> queue.handBack(tx, jobs));
      return 0;
    }
    for (Job job : jobs) {
      slots.take(job.tenant());
      threads.execute(() -> runThenFree(job));
    }
    return jobs.size();
  }

  /** Waits until every started job has ended. */
  public void awaitIdle() throws InterruptedException {
    boolean _ = slots.awaitAllFree(FOREVER);
  }

  /**
   * Stops claiming, lets running work finish for a few seconds, then interrupts it. An interrupted
   * job stays leased, and runs again when its lease ends.
   */
  @Override
  public void close() {
    stopping = true;
    wake.release();
    try {
      boolean _ = loop.getState() == Thread.State.NEW || loop.join(Duration.ofSeconds(5));
      if (!slots.awaitAllFree(LAST_JOBS)) {
        threads.shutdownNow();
        boolean _ = slots.awaitAllFree(LAST_WORDS);
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
    threads.shutdown();
  }

  private void work() {
    while (!stopping) {
      Duration pause = LONGEST_POLL;
      try {
        wake.drainPermits();
        upkeep.run();
        if (startDue() > 0) {
          continue;
        }
        pause = pauseUntilNext();
      } catch (RuntimeException e) {
        log.warn("cannot claim jobs; trying again", e);
      }
      await(pause);
    }
  }

  private Duration pauseUntilNext() {
    if (slots.isScarce()) {
      return FULL_POLL;
    }
    return db.inSystem(tx -> queue.untilNext(tx, LONGEST_POLL, slots.room()));
  }

  private void await(Duration pause) {
    double jitter = 0.75 + random.nextDouble() / 2;
    long millis = Math.max(SHORTEST_POLL.toMillis(), (long) (pause.toMillis() * jitter));
    try {
      boolean _ = wake.tryAcquire(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping = true;
    }
  }

  private void runThenFree(Job job) {
    try {
      run(job);
    } finally {
      if (slots.release(job.tenant())) {
        wake.release();
      }
    }
  }

  private void run(Job job) {
    JobHandler handler = handlers.get(job.kind());
    try {
      if (handler == null) {
        settle(job, new Settlement.Dead("no handler for " + job.kind()));
      } else {
        handler.run(job);
      }
    } catch (LeaseLostException lost) {
      log.info("lease lost: {}", lost.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // Stopping: the lease runs out and the job runs again.
    } catch (RuntimeException e) {
      if (Releasing.isDisturbed(e)) {
        log.warn("job {} {} comes again soon: {}", job.kind(), job.id(), e.getMessage());
      } else {
        log.error("job {} {} failed", job.kind(), job.id(), e);
      }
      retryLater(job, e);
    }
  }

  private void retryLater(Job job, RuntimeException cause) {
    try {
      if (Releasing.isDisturbed(cause) || !job.isBrokenForGood() || !isGivenUp(job, cause)) {
        releasing.release(job, cause);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.warn("could not put job {} back; its lease will run out", job.id(), e);
    }
  }

  private boolean isGivenUp(Job job, RuntimeException cause) {
    try {
      givingUp.giveUp(job, "it failed with exceptions for a day, the last: " + cause);
      return true;
    } catch (RuntimeException e) {
      log.warn("could not give up job {}; trying again later", job.id(), e);
      return false;
    }
  }

  private void settle(Job job, Settlement settlement) {
    db.doInTenant(job.tenant(), tx -> queue.settle(tx, job, settlement));
  }
}
