package rasl.limit;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** A number of calls a minute: all of them come back at once when the minute is over. */
final class Window {
  static final Duration LENGTH = Duration.ofMinutes(1);

  private final int limit;
  private final Clock clock;
  private final Instant startedAt;
  private final Bucket bucket;

  Window(int limit, Clock clock) {
    this.limit = limit;
    this.clock = clock;
    this.startedAt = clock.instant();
    this.bucket =
        Bucket.builder()
            .addLimit(stage -> stage.capacity(limit).refillIntervally(limit, LENGTH))
            .withCustomTimePrecision(new Meter(clock))
            .build();
  }

  int limit() {
    return limit;
  }

  boolean take() {
    return bucket.tryConsume(1);
  }

  long remaining() {
    return bucket.getAvailableTokens();
  }

  /** Until the minute is over: more than zero, at most {@link #LENGTH}. */
  Duration resetIn() {
    long elapsed = Duration.between(startedAt, clock.instant()).toNanos();
    return LENGTH.minusNanos(Math.floorMod(elapsed, LENGTH.toNanos()));
  }

  private record Meter(Clock clock) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      Instant now = clock.instant();
      return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    @Override
    public boolean isWallClockBased() {
      return true;
    }
  }
}
