package rasl.crypto;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** A key of 32 bytes for one purpose; it does not print itself. */
public final class DerivedKey {
  private final byte[] bytes;

  DerivedKey(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A copy of the key's bytes, for what must be handed to others. */
  public byte[] bytes() {
    return bytes.clone();
  }

  SecretKey as(String algorithm) {
    return new SecretKeySpec(bytes, algorithm);
  }

  @Override
  public String toString() {
    return "[REDACTED]";
  }
}
