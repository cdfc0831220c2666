package rasl.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;

/** SHA-256. */
public final class Hashes {
  private Hashes() {}

  /** The SHA-256 of the bytes: 32 bytes. */
  public static byte[] sha256(byte[] data) {
    return sha256().digest(data);
  }

  /** A new SHA-256 of bytes that come piece by piece. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The SHA-256 of the text in UTF-8: 32 bytes. */
  public static byte[] sha256(String text) {
    return sha256(text.getBytes(StandardCharsets.UTF_8));
  }
}
