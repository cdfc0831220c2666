package rasl.crypto;

import java.util.random.RandomGenerator;

/** Numbers and random text in {@code 0-9A-Za-z}, always of a fixed length. */
public final class Base62 {
  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private Base62() {}

  /**
   * A number, padded with {@code 0} on the left.
   *
   * @param value not negative
   * @throws IllegalArgumentException where it is negative or needs more than {@code length}
   */
  public static String encode(long value, int length) {
    var digits = new char[length];
    long rest = value;
    for (int i = length - 1; i >= 0; i--) {
      digits[i] = ALPHABET.charAt((int) Math.floorMod(rest, 62L));
      rest = Math.floorDiv(rest, 62L);
    }
    if (rest != 0) {
      throw new IllegalArgumentException(value + " does not fit into " + length + " characters");
    }
    return new String(digits);
  }

  /** Random text; each character has just under 6 bits. */
  public static String random(RandomGenerator random, int length) {
    var text = new StringBuilder(length);
    var bytes = new byte[length + 4];
    while (text.length() < length) {
      // All bytes at once: each call of a secure source costs much, however few bytes it returns.
      random.nextBytes(bytes);
      for (int i = 0; i < bytes.length && text.length() < length; i++) {
        int drawn = bytes[i] & 63;
        if (drawn < ALPHABET.length()) {
          text.append(ALPHABET.charAt(drawn));
        }
      }
    }
    return text.toString();
  }

  /** Whether all characters are of the alphabet. */
  public static boolean isBase62(String text) {
    return text.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0);
  }
}
