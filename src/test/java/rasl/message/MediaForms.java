package rasl.message;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import rasl.testkit.FormBody;

/** Files and forms for tests of sends with files. */
final class MediaForms {
  static final String MEDIA = "/api/v2/messages/media";
  static final byte[] PDF = "%PDF-1.7 small".getBytes(StandardCharsets.UTF_8);

  private MediaForms() {}

  static byte[] sample(String name) {
    try (InputStream in = MediaForms.class.getResourceAsStream("/simulator/" + name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] bytes(String hex, int length) {
    return Arrays.copyOf(HexFormat.of().parseHex(hex.replace(" ", "")), length);
  }

  static FormBody form(String phone, String type) {
    return new FormBody().field("phone", phone).field("media_type", type);
  }
}
