package rasl.cpu;

import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A piece of work and the caller who waits for it. */
final class Task<T, E extends Exception> implements Runnable {
  private final CpuPool.Work<T, E> work;
  private final Runnable afterwards;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile @Nullable Outcome<T> outcome;
  private @Nullable Thread runner;
  private boolean interrupted;

  /**
   * @param afterwards is run when the work has ended, however it did
   */
  Task(CpuPool.Work<T, E> work, Runnable afterwards) {
    this.work = work;
    this.afterwards = afterwards;
  }

  @Override
  public void run() {
    begin();
    try {
      outcome = new Outcome.Success<>(work.run());
    } catch (Throwable failure) {
      outcome = new Outcome.Failure<>(failure);
    } finally {
      end();
      afterwards.run();
      ended.countDown();
    }
  }

  private synchronized void begin() {
    runner = Thread.currentThread();
    if (interrupted) {
      runner.interrupt();
    }
  }

  private synchronized void end() {
    runner = null;
    // An interrupt was meant for this piece of work, not for the next one on the thread.
    boolean _ = Thread.interrupted();
  }

  private synchronized void interrupt() {
    interrupted = true;
    if (runner != null) {
      runner.interrupt();
    }
  }

  T await() throws E {
    boolean again = false;
    Outcome<T> known = outcome;
    while (known == null || ended.getCount() > 0) {
      try {
        ended.await();
      } catch (InterruptedException _) {
        again = true;
        interrupt();
      }
      known = outcome;
    }
    if (again) {
      Thread.currentThread().interrupt();
    }
    return switch (known) {
      case Outcome.Success<T>(T result) -> result;
      case Outcome.Failure<T>(Throwable failure) -> throw asIs(failure);
    };
  }

  /** Work throws only E and unchecked exceptions. */
  @SuppressWarnings("unchecked")
  private E asIs(Throwable failure) {
    return switch (failure) {
      case RuntimeException unchecked -> throw unchecked;
      case Error error -> throw error;
      default -> (E) failure;
    };
  }

  private sealed interface Outcome<T> {
    record Success<T>(T result) implements Outcome<T> {}

    record Failure<T>(Throwable failure) implements Outcome<T> {}
  }
}
