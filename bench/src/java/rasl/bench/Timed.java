package rasl.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Arrays;

/** How long something took, again and again. */
final class Timed {
  private final long[] nanos;
  private int count;

  Timed(int most) {
    nanos = new long[most];
  }

  /** One time. */
  <T> T of(Step<T> step) throws IOException, SQLException {
    long begin = System.nanoTime();
    T result = step.run();
    nanos[count++] = System.nanoTime() - begin;
    return result;
  }

  /** What each of these took more than the one of the same turn there did, in milliseconds: p50. */
  double p50Over(Timed other) {
    double[] differences = new double[Math.min(count, other.count)];
    Arrays.setAll(differences, i -> (nanos[i] - other.nanos[i]) / 1e6);
    Arrays.sort(differences);
    return differences.length == 0 ? 0 : differences[(differences.length - 1) / 2];
  }

  /** Half took so many milliseconds at most. */
  double p50() {
    return at(0.50);
  }

  /** 99 of 100 did. */
  double p99() {
    return at(0.99);
  }

  private double at(double share) {
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    return count == 0 ? 0 : sorted[(int) ((count - 1) * share)] / 1e6;
  }

  @FunctionalInterface
  interface Step<T> {
    T run() throws IOException, SQLException;
  }
}
