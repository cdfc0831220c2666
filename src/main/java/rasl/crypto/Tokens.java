package rasl.crypto;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.zip.CRC32;

/**
 * API tokens: {@code rasl_}, 40 random base62 characters (238 bits) and a checksum of 6, the CRC-32
 * of those 40. The checksum lets scanners find leaked tokens, and lets us refuse nonsense without
 * asking the database. Only the SHA-256 of a token is stored.
 */
public final class Tokens {
  /** The beginning of every token. */
  public static final String PREFIX = "rasl_";

  private static final int RANDOM_LENGTH = 40;
  private static final int CHECKSUM_LENGTH = 6;

  private Tokens() {}

  /** Makes a new token. */
  public static String create(SecureRandom random) {
    String secret = Base62.random(random, RANDOM_LENGTH);
    return PREFIX + secret + checksum(secret);
  }

  /** Whether the text can be a token: prefix, length, characters and checksum are right. */
  public static boolean isWellFormed(String token) {
    int end = PREFIX.length() + RANDOM_LENGTH;
    if (!token.startsWith(PREFIX) || token.length() != end + CHECKSUM_LENGTH) {
      return false;
    }
    String secret = token.substring(PREFIX.length(), end);
    return Base62.isBase62(secret) && checksum(secret).equals(token.substring(end));
  }

  /** The hash that is stored of a token: 32 bytes. A token is random enough to need no salt. */
  public static byte[] sha256(String token) {
    return Hashes.sha256(token);
  }

  private static String checksum(String secret) {
    var crc = new CRC32();
    crc.update(secret.getBytes(StandardCharsets.US_ASCII));
    return Base62.encode(crc.getValue(), CHECKSUM_LENGTH);
  }
}
