package rasl.bench;

import java.util.Arrays;

/**
 * What one stretch of load came to.
 *
 * @param count how many were done
 * @param failed how many of them were not done as they should
 * @param seconds how long it took
 * @param p50 half were answered within so many milliseconds
 * @param p99 99 of 100 were
 */
record Measured(long count, long failed, double seconds, double p50, double p99) {

  static Measured of(long[] nanos, int count, long failed, double seconds) {
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    return new Measured(count, failed, seconds, at(sorted, 0.50), at(sorted, 0.99));
  }

  double perSecond() {
    return count / seconds;
  }

  private static double at(long[] sorted, double share) {
    return sorted.length == 0 ? 0 : sorted[(int) ((sorted.length - 1) * share)] / 1e6;
  }
}
