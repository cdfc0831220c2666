package rasl.simulator;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import rasl.crypto.Macs;

/** Signs webhooks with an app's secret. */
final class Signature {
  private Signature() {}

  /** Both headers that Meta signs these bytes with: the old one with SHA-1, and today's. */
  static Map<String, String> headers(String appSecret, byte[] body) {
    byte[] old = Macs.hmacSha1(appSecret.getBytes(StandardCharsets.UTF_8), body);
    return Map.of(
        "X-Hub-Signature",
        "sha1=" + HexFormat.of().formatHex(old),
        "X-Hub-Signature-256",
        of(appSecret, body));
  }

  /** The value of {@code X-Hub-Signature-256} for these bytes. */
  static String of(String appSecret, byte[] body) {
    byte[] mac = Macs.hmacSha256(appSecret.getBytes(StandardCharsets.UTF_8), body);
    return "sha256=" + HexFormat.of().formatHex(mac);
  }
}
