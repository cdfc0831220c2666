package rasl.simulator;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;

/**
 * JSON in the bytes that Meta sends and signs: pure ASCII, all else as lower-case {@code \}{@code
 * uXXXX}, and the slash escaped too.
 */
final class MetaJson {
  private static final HexFormat HEX = HexFormat.of();

  private MetaJson() {}

  /** Rewrites JSON text; outside of strings there is nothing that would be changed. */
  static byte[] ascii(String json) {
    var out = new StringBuilder(json.length() + 64);
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c == '\\' && json.charAt(i + 1) == 'u') {
        out.append(json.substring(i, i + 6).toLowerCase(Locale.ROOT));
        i += 5;
      } else if (c == '\\') {
        out.append(c).append(json.charAt(i + 1));
        i++;
      } else if (c == '/') {
        out.append("\\/");
      } else if (c > 0x7e) {
        out.append("\\u").append(HEX.toHexDigits(c));
      } else {
        out.append(c);
      }
    }
    return out.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
