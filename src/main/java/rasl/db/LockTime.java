package rasl.db;

import java.time.Duration;

/**
 * How long the parts of one group may wait for locks: each a little, and all together twice that.
 * The parts after that get a moment only, so that no tenant waits for the locks of many others.
 */
final class LockTime {
  private static final Duration OF_PART = Duration.ofMillis(50);
  private static final Duration OF_GROUP = Duration.ofMillis(100);
  private static final Duration AT_LEAST = Duration.ofMillis(1);

  private static final Duration USUAL = Duration.ofMillis(25);

  private Duration left = OF_GROUP;

  /** For each lock of the next part. */
  Duration ofNextPart() {
    Duration some = left.compareTo(OF_PART) < 0 ? left : OF_PART;
    return some.compareTo(AT_LEAST) < 0 ? AT_LEAST : some;
  }

  /** A part met a lock that did not come free. */
  void lost(Duration time) {
    left = left.minus(time);
  }

  /**
   * A part is done. Time beyond the usual may have been spent on locks that came free early enough.
   */
  void took(Duration time) {
    Duration beyond = time.minus(USUAL);
    if (beyond.isPositive()) {
      left = left.minus(beyond);
    }
  }
}
