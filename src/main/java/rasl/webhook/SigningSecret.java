package rasl.webhook;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import rasl.crypto.Macs;

/**
 * The secret of an endpoint, with which its deliveries are signed in two ways: Rasl's own hex
 * signature has the text of the secret for its key, that of Standard Webhooks
 * (standardwebhooks.com, "Signature scheme") the bytes which the text encodes behind {@code
 * whsec_}. Of a secret that is not written so, the text's bytes are the key of both.
 */
final class SigningSecret {
  private static final String PREFIX = "whsec_";
  private static final int NEW_BYTES = 32;
  private static final int FEWEST_BYTES = 24;
  private static final int MOST_BYTES = 64;
  private static final int FEWEST_CHARACTERS = 16;
  private static final int MOST_CHARACTERS = 255;

  /** What a header or an environment variable can hold as it is. */
  private static final Pattern PRINTABLE = Pattern.compile("\\P{Cntrl}*");

  static final String RULE =
      "must be whsec_ and the base64 of 24 to 64 bytes, or 16 to 255 other characters.";

  private final String text;
  private final byte[] standardKey;

  private SigningSecret(String text, byte[] standardKey) {
    this.text = text;
    this.standardKey = standardKey;
  }

  /** A new one of 32 random bytes. */
  static SigningSecret create(SecureRandom random) {
    var bytes = new byte[NEW_BYTES];
    random.nextBytes(bytes);
    return new SigningSecret(PREFIX + Base64.getEncoder().encodeToString(bytes), bytes);
  }

  /** One of the tenant's own; empty where it breaks the {@link #RULE}. */
  static Optional<SigningSecret> parse(String text) {
    if (text.startsWith(PREFIX)) {
      return decoded(text.substring(PREFIX.length()))
          .filter(bytes -> bytes.length >= FEWEST_BYTES && bytes.length <= MOST_BYTES)
          .map(bytes -> new SigningSecret(text, bytes));
    }
    int length = text.codePointCount(0, text.length());
    return length >= FEWEST_CHARACTERS
            && length <= MOST_CHARACTERS
            && PRINTABLE.matcher(text).matches()
        ? Optional.of(new SigningSecret(text, text.getBytes(StandardCharsets.UTF_8)))
        : Optional.empty();
  }

  private static Optional<byte[]> decoded(String base64) {
    try {
      return Optional.of(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** The secret itself: shown once, and stored encrypted. */
  String text() {
    return text;
  }

  /** Lower-case hex HMAC-SHA256 of a body. */
  String hex(byte[] body) {
    return HexFormat.of().formatHex(Macs.hmacSha256(text.getBytes(StandardCharsets.UTF_8), body));
  }

  /**
   * The signature of Standard Webhooks, version 1.
   *
   * @param timestamp in Unix seconds
   */
  String standard(String id, long timestamp, byte[] body) {
    byte[] head = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
    Macs.Running mac = Macs.hmacSha256(standardKey);
    mac.update(head, head.length);
    mac.update(body, body.length);
    return "v1," + Base64.getEncoder().encodeToString(mac.end());
  }

  @Override
  public String toString() {
    return "[REDACTED]";
  }
}
