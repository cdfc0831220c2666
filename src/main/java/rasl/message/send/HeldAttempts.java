package rasl.message.send;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import rasl.db.TenantId;
import rasl.job.Job;
import rasl.message.accept.WaitingRequests;
import rasl.share.FairSlots;

/**
 * The attempts of requests that wait for WhatsApp's answer. Each may hold a connection to WhatsApp
 * for as long as a call takes, so there are only so many, and of one tenant half of them; beyond
 * that a message is sent by a worker.
 */
public final class HeldAttempts implements AutoCloseable {
  /** How many go on at once. */
  static final int MOST = 512;

  private static final Duration LAST_ATTEMPTS = Duration.ofSeconds(10);

  /** What was interrupted before it called WhatsApp puts its job back. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private final Attempt attempt;
  private final WaitingRequests waiting;
  private final FairSlots<TenantId> slots = new FairSlots<>(MOST, 0, MOST / 2);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** Makes an attempt, and tells what was written. */
  @FunctionalInterface
  public interface Attempt {
    /**
     * @param ready what it needs, as it was found when the message was taken in
     */
    AttemptResult make(Job job, Optional<Preparation.Prepared.Ready> ready)
        throws InterruptedException;
  }

  public HeldAttempts(Attempt attempt, WaitingRequests waiting) {
    this.attempt = attempt;
    this.waiting = waiting;
  }

  /** Reserves an attempt, where the tenant may have one more; {@link #start} it or give it back. */
  public boolean reserve(TenantId tenant) {
    return slots.tryAcquire(tenant);
  }

  /** Gives back the place of an attempt that was reserved. */
  public void giveBack(TenantId tenant) {
    slots.release(tenant);
  }

  /**
   * Starts an attempt that was reserved.
   *
   * @param ready what it needs, where that is known
   */
  public Future<AttemptResult> start(Job job, Optional<Preparation.Prepared.Ready> ready) {
    boolean started = false;
    try {
      Future<AttemptResult> begun = threads.submit(() -> run(job, ready));
      started = true;
      return begun;
    } finally {
      if (!started) {
        giveBack(job.tenant());
      }
    }
  }

  private AttemptResult run(Job job, Optional<Preparation.Prepared.Ready> ready)
      throws InterruptedException {
    try {
      return attempt.make(job, ready);
    } finally {
      giveBack(job.tenant());
    }
  }

  /** A place where results of a message are heard that a worker of this node writes. */
  public WaitingRequests.Place waitFor(long message) {
    return waiting.waitFor(message);
  }

  /** Waits for attempts that still go on; what does not end in time is left leased. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(LAST_ATTEMPTS.toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
        boolean _ = threads.awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException _) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
