package rasl.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * The one secret of an installation, from which every other key is derived, so that no key serves
 * two purposes and only one must be kept.
 */
public final class MasterKey {
  /** A shorter secret is refused. */
  public static final int MIN_BYTES = 32;

  private static final byte[] SALT = "rasl".getBytes(StandardCharsets.US_ASCII);

  private final byte[] secret;

  /**
   * @param secret at least {@link #MIN_BYTES} random bytes
   * @throws IllegalArgumentException where it is shorter
   */
  public MasterKey(byte[] secret) {
    if (secret.length < MIN_BYTES) {
      throw new IllegalArgumentException("a master key has at least " + MIN_BYTES + " bytes");
    }
    this.secret = secret.clone();
  }

  /**
   * Derives the key for a purpose (HKDF-SHA256, RFC 5869). The same purpose always gives the same
   * key, and no key tells anything about another.
   */
  public DerivedKey derive(String purpose) {
    try {
      var parameters =
          HKDFParameterSpec.ofExtract()
              .addIKM(secret)
              .addSalt(SALT)
              .thenExpand(purpose.getBytes(StandardCharsets.UTF_8), 32);
      return new DerivedKey(KDF.getInstance("HKDF-SHA256").deriveData(parameters));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform lacks HKDF-SHA256", e);
    }
  }

  @Override
  public String toString() {
    return "[REDACTED]";
  }
}
