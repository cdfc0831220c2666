package rasl.simulator;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import rasl.crypto.Macs;

/** Signs webhooks with an app's secret. */
final class Signature {
  private Signature() {}

  /** The value of {@code X-Hub-Signature-256} for these bytes. */
  static String of(String appSecret, byte[] body) {
    byte[] mac = Macs.hmacSha256(appSecret.getBytes(StandardCharsets.UTF_8), body);
    return "sha256=" + HexFormat.of().formatHex(mac);
  }
}
