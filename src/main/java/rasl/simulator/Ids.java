package rasl.simulator;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** Makes the ids that Meta would make. */
final class Ids {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final Base64.Encoder TRACE = Base64.getUrlEncoder().withoutPadding();

  private static final String QR_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private final RandomGenerator random;

  Ids(RandomGenerator random) {
    this.random = random;
  }

  /** The id of a message to a customer. */
  String outgoing(String user) {
    return wamid(user, (byte) 0x11, 9);
  }

  /** The id of a message from a customer. */
  String incoming(String user) {
    return wamid(user, (byte) 0x12, 10);
  }

  /** A trace id as Meta's errors carry it. */
  String trace() {
    return "A" + TRACE.encodeToString(bytes(16));
  }

  /** Decimal digits, as of a revision or a request. */
  String digits() {
    return String.format(Locale.ROOT, "%010d", random.nextLong(10_000_000_000L));
  }

  /** The id of a file or a template. */
  String object() {
    return Long.toString(100_000_000_000_000L + random.nextLong(900_000_000_000_000L));
  }

  /** The id of an upload, or part of a file's handle. */
  String token() {
    return TRACE.encodeToString(bytes(24));
  }

  /** The code of a QR code: 14 letters and digits. */
  String qrCode() {
    var code = new StringBuilder();
    for (int i = 0; i < 14; i++) {
      code.append(QR_LETTERS.charAt(random.nextInt(QR_LETTERS.length())));
    }
    return code.toString();
  }

  /** The layout seen in real ids: the customer's digits, the direction, and random hex. */
  private String wamid(String user, byte direction, int randomBytes) {
    byte[] digits = user.getBytes(StandardCharsets.US_ASCII);
    byte[] id = HEX.formatHex(bytes(randomBytes)).getBytes(StandardCharsets.US_ASCII);
    byte[] head = {0x1c, 0x18, (byte) digits.length};
    byte[] middle = {0x15, 0x02, 0x00, direction, 0x18, (byte) id.length};
    byte[] all = new byte[head.length + digits.length + middle.length + id.length + 1];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(digits, 0, all, head.length, digits.length);
    System.arraycopy(middle, 0, all, head.length + digits.length, middle.length);
    System.arraycopy(id, 0, all, head.length + digits.length + middle.length, id.length);
    return "wamid." + Base64.getEncoder().encodeToString(all);
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
