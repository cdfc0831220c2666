package rasl.limit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * A number of calls a minute: all of them come back at once when the minute is over. Minutes are
 * counted from the first call.
 */
final class Window {
  static final Duration LENGTH = Duration.ofMinutes(1);

  private final int limit;
  private final Clock clock;
  private final Instant startedAt;
  private long minute;
  private int taken;

  Window(int limit, Clock clock) {
    this.limit = limit;
    this.clock = clock;
    this.startedAt = clock.instant();
  }

  int limit() {
    return limit;
  }

  synchronized boolean take() {
    turn();
    if (taken == limit) {
      return false;
    }
    taken++;
    return true;
  }

  synchronized long remaining() {
    turn();
    return (long) limit - taken;
  }

  /** Until the minute is over: more than zero, at most {@link #LENGTH}. */
  Duration resetIn() {
    return LENGTH.minusNanos(Math.floorMod(elapsed(), LENGTH.toNanos()));
  }

  /** A clock that is set back gives nothing back. */
  private void turn() {
    long now = Math.floorDiv(elapsed(), LENGTH.toNanos());
    if (now > minute) {
      minute = now;
      taken = 0;
    }
  }

  private long elapsed() {
    return Duration.between(startedAt, clock.instant()).toNanos();
  }
}
