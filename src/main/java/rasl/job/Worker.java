package rasl.job;

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
 * Claims jobs and runs them on virtual threads, at most {@code slots} at once. A wake-up makes it
 * quick; a poll with jitter makes it safe, also through an outage of the database.
 */
public final class Worker implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Worker.class);
  private static final Duration LONGEST_POLL = Duration.ofSeconds(2);
  private static final Duration SHORTEST_POLL = Duration.ofMillis(5);

  private static final Duration SEEKING_KILLERS = Duration.ofSeconds(1);

  /** How soon it looks again for a free slot when a few slow jobs hold most of them. */
  private static final Duration FULL_POLL = Duration.ofMillis(20);

  private final Db db;
  private final JobQueue queue;
  private final Map<String, JobHandler> handlers;
  private final int slots;
  private final RandomGenerator random;
  private final Semaphore free;
  private final Semaphore wake = new Semaphore(0);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Thread loop;
  private long killersSought = System.nanoTime();
  private volatile boolean stopping;

  /**
   * @param handlers by kind of job; a job of another kind is given up
   * @param slots how many jobs run at once
   */
  public Worker(
      Db db, JobQueue queue, Map<String, JobHandler> handlers, int slots, RandomGenerator random) {
    this.db = db;
    this.queue = queue;
    this.handlers = Map.copyOf(handlers);
    this.slots = slots;
    this.random = random;
    this.free = new Semaphore(slots);
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

  /** Starts what is due now, as far as slots are free, and returns how many were started. */
  public int startDue() {
    int permits = free.drainPermits();
    int started = 0;
    try {
      if (permits == 0) {
        return 0;
      }
      List<Job> jobs = db.inSystem(tx -> queue.claim(tx, permits));
      if (stopping) {
        db.doInSystem(tx -> queue.handBack(tx, jobs));
        return 0;
      }
      for (Job job : jobs) {
        threads.execute(() -> runThenFree(job));
        started++;
      }
      return started;
    } finally {
      free.release(permits - started);
    }
  }

  /** Waits until every started job has ended. */
  public void awaitIdle() throws InterruptedException {
    free.acquire(slots);
    free.release(slots);
  }

  /**
   * Stops claiming, lets running work finish for a few seconds, then interrupts it. What is
   * interrupted stays leased and runs again when its lease ends.
   */
  @Override
  public void close() {
    stopping = true;
    wake.release();
    try {
      boolean _ = loop.getState() == Thread.State.NEW || loop.join(Duration.ofSeconds(5));
      if (!free.tryAcquire(slots, 10, TimeUnit.SECONDS)) {
        threads.shutdownNow();
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
        giveUpKillersNowAndThen();
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
    if (free.availablePermits() == 0) {
      return FULL_POLL;
    }
    return db.inSystem(tx -> queue.untilNext(tx, LONGEST_POLL));
  }

  private void giveUpKillersNowAndThen() {
    long now = System.nanoTime();
    if (now - killersSought >= SEEKING_KILLERS.toNanos()) {
      killersSought = now;
      giveUpKillers();
    }
  }

  /** Gives up jobs that killed their worker too often, with all that follows from it. */
  public void giveUpKillers() {
    for (Job job : db.inSystem(queue::claimKillers)) {
      try {
        giveUp(job);
        log.error("job given up: it killed its worker {} times: {}", JobQueue.MOST_LOST, job);
      } catch (RuntimeException e) {
        log.warn("could not give up job {}; its lease will run out", job.id(), e);
      }
    }
  }

  private void giveUp(Job job) {
    JobHandler handler = handlers.get(job.kind());
    db.doInTenant(
        job.tenant(),
        tx -> {
          queue.settle(tx, job, new Settlement.Dead("its worker died"));
          if (handler != null) {
            handler.givenUp(tx, job);
          }
        });
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
      free.release();
      // Under load a claim is worth its statement only when it can take several jobs.
      if (free.availablePermits() >= (slots + 3) / 4) {
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
      log.error("job {} {} failed", job.kind(), job.id(), e);
      retryLater(job, e);
    }
  }

  private void retryLater(Job job, RuntimeException cause) {
    try {
      settle(job, new Settlement.Broken(backoff(job.attempt()), String.valueOf(cause)));
    } catch (RuntimeException e) {
      log.warn("could not put job {} back; its lease will run out", job.id(), e);
    }
  }

  private void settle(Job job, Settlement settlement) {
    db.doInTenant(job.tenant(), tx -> queue.settle(tx, job, settlement));
  }

  /** 1, 2, 4, 8 … s, at most five minutes, with jitter: the pause after a failed attempt. */
  private Duration backoff(int attempt) {
    return queue.backoff().after(attempt, Duration.ofMinutes(5));
  }
}
