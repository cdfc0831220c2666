package rasl.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long a delivery that failed waits: ever longer, over about 28 hours, and a little more or
 * less at random, so that what failed together does not come back together.
 */
final class RetrySchedule {
  private static final List<Duration> USUAL =
      List.of(
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofMinutes(2),
          Duration.ofMinutes(10),
          Duration.ofMinutes(30),
          Duration.ofHours(1),
          Duration.ofHours(2),
          Duration.ofHours(4),
          Duration.ofHours(8),
          Duration.ofHours(12));

  /** One attempt and no more. */
  static final RetrySchedule NONE = new RetrySchedule(List.of(), () -> 0L);

  /** What a receiver may ask for at most. */
  private static final Duration LONGEST = Duration.ofHours(24);

  private static final double JITTER = 0.1;

  private final List<Duration> waits;
  private final RandomGenerator random;

  RetrySchedule(List<Duration> waits, RandomGenerator random) {
    this.waits = List.copyOf(waits);
    this.random = random;
  }

  static RetrySchedule usual(RandomGenerator random) {
    return new RetrySchedule(USUAL, random);
  }

  /**
   * How long to wait.
   *
   * @param failed how many attempts have failed, from 1
   * @param wanted how long the receiver wants to be left alone: it makes the wait longer, never
   *     shorter
   * @return empty where there is no further attempt
   */
  Optional<Duration> after(int failed, Optional<Duration> wanted) {
    if (failed > waits.size()) {
      return Optional.empty();
    }
    double factor = 1 - JITTER + 2 * JITTER * random.nextDouble();
    Duration wait = Duration.ofMillis((long) (waits.get(failed - 1).toMillis() * factor));
    Duration asked = wanted.orElse(Duration.ZERO);
    Duration longer = asked.compareTo(wait) > 0 ? asked : wait;
    return Optional.of(longer.compareTo(LONGEST) > 0 ? LONGEST : longer);
  }
}
