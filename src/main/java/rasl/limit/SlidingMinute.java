package rasl.limit;

import java.time.Clock;
import java.time.Duration;

/**
 * Calls of the last minute, by seconds. No 60 seconds hold more calls than the limit, and who was
 * quiet for a minute may make all of them at once. A second's calls come back together, a minute
 * after the last of them: a call may be refused up to a second too early, never too late, and
 * nobody waits longer than a minute.
 */
final class SlidingMinute {
  static final Duration LENGTH = Duration.ofMinutes(1);

  private static final int SECONDS = 61;
  private static final long MILLIS = 1000;

  private final int[] taken = new int[SECONDS];

  /** When the last call of each second was. */
  private final long[] last = new long[SECONDS];

  private final Clock clock;
  private long now;
  private int total;

  SlidingMinute(Clock clock) {
    this.clock = clock;
    this.now = clock.millis();
  }

  /** Takes one call where fewer than the limit are counted. */
  synchronized boolean take(int limit) {
    move();
    if (total >= limit) {
      return false;
    }
    int slot = slot(now / MILLIS);
    taken[slot]++;
    last[slot] = now;
    total++;
    return true;
  }

  /** Calls that are counted now. */
  synchronized int total() {
    move();
    return total;
  }

  /** Until at least one call comes back; zero where none is counted. */
  synchronized Duration nextIn() {
    move();
    long second = now / MILLIS;
    for (long past = second - SECONDS + 1; past <= second; past++) {
      if (taken[slot(past)] > 0) {
        return until(past);
      }
    }
    return Duration.ZERO;
  }

  /** Until all calls have come back; zero where none is counted. */
  synchronized Duration wholeIn() {
    move();
    long second = now / MILLIS;
    for (long past = second; past > second - SECONDS; past--) {
      if (taken[slot(past)] > 0) {
        return until(past);
      }
    }
    return Duration.ZERO;
  }

  private Duration until(long second) {
    return Duration.ofMillis(last[slot(second)] + LENGTH.toMillis() - now);
  }

  /** A clock that is set back gives nothing back. */
  private void move() {
    long then = now;
    now = Math.max(now, clock.millis());
    long gone = Math.min(SECONDS, now / MILLIS - then / MILLIS);
    for (long second = now / MILLIS - gone + 1; second <= now / MILLIS; second++) {
      giveBack(slot(second));
    }
    // The oldest second that is not over for a whole minute.
    int oldest = slot(now / MILLIS - SECONDS + 1);
    if (now >= last[oldest] + LENGTH.toMillis()) {
      giveBack(oldest);
    }
  }

  private void giveBack(int slot) {
    total -= taken[slot];
    taken[slot] = 0;
  }

  private static int slot(long second) {
    return Math.floorMod(second, SECONDS);
  }
}
