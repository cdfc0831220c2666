package rasl.crypto;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts values that are stored: AES-256-GCM with a random nonce. The result is the key's id (one
 * byte), the nonce (12 bytes), then the ciphertext with its tag; old keys stay in the map for
 * reading, so that keys can rotate.
 */
public final class Sealer {
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int HEAD_BYTES = 1 + NONCE_BYTES;

  private final int current;
  private final Map<Integer, DerivedKey> keys;
  private final SecureRandom random;

  /**
   * @param current the id of the key that seals, 0 to 255
   * @param keys all keys by id
   * @throws IllegalArgumentException where {@code keys} lacks the current one, or an id is out of
   *     range
   */
  public Sealer(int current, Map<Integer, DerivedKey> keys, SecureRandom random) {
    if (!keys.containsKey(current) || keys.keySet().stream().anyMatch(id -> id < 0 || id > 255)) {
      throw new IllegalArgumentException("key ids are 0 to 255, the current one among them");
    }
    this.current = current;
    this.keys = Map.copyOf(keys);
    this.random = random;
  }

  /** A sealer with one key, whose id is 0. */
  public Sealer(DerivedKey key, SecureRandom random) {
    this(0, Map.of(0, key), random);
  }

  /**
   * Encrypts.
   *
   * @param context what the secret belongs to (such as table, tenant and id): it must be the same
   *     at opening, so that a row's secret cannot be moved to another row
   */
  public byte[] seal(byte[] plain, byte[] context) {
    var head = new byte[HEAD_BYTES];
    random.nextBytes(head);
    head[0] = (byte) current;
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key(current), head, context).doFinal(plain);
      return ByteBuffer.allocate(head.length + sealed.length).put(head).put(sealed).array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM cannot encrypt", e);
    }
  }

  /** Decrypts; empty where it was changed, sealed for another context or by a key we lack. */
  public Optional<byte[]> open(byte[] sealed, byte[] context) {
    if (sealed.length < HEAD_BYTES + TAG_BITS / 8) {
      return Optional.empty();
    }
    @Nullable DerivedKey key = keys.get(sealed[0] & 0xff);
    if (key == null) {
      return Optional.empty();
    }
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, sealed, context);
      return Optional.of(cipher.doFinal(sealed, HEAD_BYTES, sealed.length - HEAD_BYTES));
    } catch (GeneralSecurityException _) {
      return Optional.empty(); // Which of the three it was must not be told apart.
    }
  }

  private DerivedKey key(int id) {
    DerivedKey key = keys.get(id);
    if (key == null) {
      throw new IllegalStateException("no key " + id);
    }
    return key;
  }

  /** The key's id is authenticated too. */
  private static Cipher cipher(int mode, DerivedKey key, byte[] head, byte[] context)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, key.as("AES"), new GCMParameterSpec(TAG_BITS, head, 1, NONCE_BYTES));
    cipher.updateAAD(head, 0, 1);
    cipher.updateAAD(context);
    return cipher;
  }
}
