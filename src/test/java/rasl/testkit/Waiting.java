package rasl.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another process or thread will make true, as short as possible. */
public final class Waiting {
  private static final Duration PAUSE = Duration.ofMillis(10);

  private Waiting() {}

  /** Looks again and again; fails where it is not true in time. */
  public static void until(Duration most, BooleanSupplier condition) throws InterruptedException {
    long begin = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (System.nanoTime() - begin > most.toNanos()) {
        throw new AssertionError("still not true after " + most);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }
}
