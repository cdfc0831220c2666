package rasl.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA256 under one key over several fields. Each field goes in with its length before it, so
 * that no two different lists of fields have the same MAC.
 */
public final class Macs {
  private static final String ALGORITHM = "HmacSHA256";
  private static final String OLD_ALGORITHM = "HmacSHA1";

  private final Key key;

  public Macs(DerivedKey key) {
    this.key = key.as(ALGORITHM);
  }

  /** The MAC of the fields: 32 bytes. */
  public byte[] mac(byte[]... fields) {
    Running running = begin();
    for (byte[] field : fields) {
      running.field(field);
    }
    return running.end();
  }

  /** A MAC whose fields come one after the other, a large one piece by piece. */
  public Running begin() {
    return new Running(begin(key));
  }

  /** The MAC of texts in UTF-8: 32 bytes. */
  public byte[] mac(String... fields) {
    var bytes = new byte[fields.length][];
    for (int i = 0; i < fields.length; i++) {
      bytes[i] = fields[i].getBytes(StandardCharsets.UTF_8);
    }
    return mac(bytes);
  }

  /** The MAC of texts as 64 lower-case hexadecimal digits. */
  public String hex(String... fields) {
    return HexFormat.of().formatHex(mac(fields));
  }

  /**
   * The plain HMAC-SHA256 of a message, as other people's signatures want it.
   *
   * @param key of at least one byte
   */
  public static byte[] hmacSha256(byte[] key, byte[] message) {
    return begin(new SecretKeySpec(key, ALGORITHM)).doFinal(message);
  }

  /** As {@link #hmacSha256(byte[], byte[])}, of a message that comes piece by piece. */
  public static Running hmacSha256(byte[] key) {
    return new Running(begin(new SecretKeySpec(key, ALGORITHM)));
  }

  /** A MAC that is not complete yet; for one thread at a time. */
  public static final class Running {
    private final Mac mac;

    private Running(Mac mac) {
      this.mac = mac;
    }

    /** Adds a whole field. */
    public void field(byte[] field) {
      beginField(field.length);
      mac.update(field);
    }

    /** Begins a field of so many bytes; they come by {@link #update}. */
    public void beginField(int length) {
      mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(length).flip());
    }

    /** Adds the first {@code length} of the next bytes. */
    public void update(byte[] bytes, int length) {
      mac.update(bytes, 0, length);
    }

    /** The MAC of all that was added: 32 bytes. */
    public byte[] end() {
      return mac.doFinal();
    }
  }

  /**
   * The plain HMAC-SHA1 of a message, which only old signatures of other people still want.
   *
   * @param key of at least one byte
   */
  public static byte[] hmacSha1(byte[] key, byte[] message) {
    return begin(new SecretKeySpec(key, OLD_ALGORITHM)).doFinal(message);
  }

  /** Whether both are the same, in a time that does not tell where they differ. */
  public static boolean constantTimeEquals(byte[] one, byte[] other) {
    return MessageDigest.isEqual(one, other);
  }

  /** As {@link #constantTimeEquals(byte[], byte[])}, of texts. */
  public static boolean constantTimeEquals(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private static Mac begin(Key key) {
    try {
      Mac mac = Mac.getInstance(key.getAlgorithm());
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256 and HmacSHA1", e);
    }
  }
}
