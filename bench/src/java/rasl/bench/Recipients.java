package rasl.bench;

import java.util.random.RandomGenerator;

/** The customers whom the bench writes to, and what it writes. */
final class Recipients {
  static final int COUNT = 9_999;
  static final String TEXT = "Hello! Your order is on its way and arrives tomorrow at noon.";

  /** The number before the first; no number of theirs ends in four zeros. */
  static final long BEFORE_FIRST = 966_550_000_000L;

  private Recipients() {}

  static long phone(RandomGenerator random) {
    return BEFORE_FIRST + random.nextInt(1, COUNT + 1);
  }
}
