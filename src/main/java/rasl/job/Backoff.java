package rasl.job;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before trying again. */
public final class Backoff {
  private Backoff() {}

  /**
   * 1, 2, 4, 8 … seconds, up to a most, each shortened at random by up to a quarter, so that what
   * failed together does not come back together.
   *
   * @param attempt which attempt has just failed, from 1
   */
  public static Duration exponential(int attempt, Duration most, RandomGenerator random) {
    int doublings = Math.min(Math.max(attempt, 1) - 1, 30);
    long millis = Math.min(1000L << doublings, most.toMillis());
    return Duration.ofMillis((long) (millis * (0.75 + random.nextDouble() / 4)));
  }
}
