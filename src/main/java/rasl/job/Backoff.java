package rasl.job;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before trying again. */
public final class Backoff {
  /** After the first failure. */
  public static final Duration USUAL = Duration.ofSeconds(1);

  private final Duration first;
  private final RandomGenerator random;

  /**
   * @param first the wait after the first failure, {@link #USUAL} but in tests
   */
  public Backoff(Duration first, RandomGenerator random) {
    this.first = first;
    this.random = random;
  }

  /**
   * 1, 2, 4, 8 … times the first wait, up to a most, each shortened at random by up to a quarter,
   * so that what failed together does not come back together.
   *
   * @param attempt which attempt has just failed, from 1
   */
  public Duration after(int attempt, Duration most) {
    return growing(first, attempt, most);
  }

  /** The same from a first wait of the caller's own, where that is a rule and not a choice. */
  public Duration growing(Duration from, int attempt, Duration most) {
    int doublings = Math.min(Math.max(attempt, 1) - 1, 30);
    long millis = Math.min(from.toMillis() << doublings, most.toMillis());
    return Duration.ofMillis((long) (millis * (0.75 + random.nextDouble() / 4)));
  }
}
