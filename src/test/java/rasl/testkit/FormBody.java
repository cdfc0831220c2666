package rasl.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A body of {@code multipart/form-data}, as browsers and curl send it. */
public final class FormBody {
  private static final String BOUNDARY = "----rasl-test-boundary";

  private final ByteArrayOutputStream parts = new ByteArrayOutputStream();

  /** What goes with the body as {@code Content-Type}. */
  public static String contentType() {
    return "multipart/form-data; boundary=" + BOUNDARY;
  }

  public FormBody field(String name, String value) {
    return field(name, value.getBytes(StandardCharsets.UTF_8));
  }

  public FormBody field(String name, byte[] value) {
    return part("Content-Disposition: form-data; name=\"" + name + "\"", value);
  }

  public FormBody file(String name, String filename, String contentType, byte[] bytes) {
    return part(
        "Content-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\nContent-Type: %s"
            .formatted(name, filename, contentType),
        bytes);
  }

  public FormBody file(String name, String filename, String contentType, String text) {
    return file(name, filename, contentType, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A part with headers as they are. */
  public FormBody part(String headers, byte[] bytes) {
    text("--" + BOUNDARY + "\r\n" + headers + "\r\n\r\n");
    parts.writeBytes(bytes);
    text("\r\n");
    return this;
  }

  /** The whole body, with its last boundary. */
  public byte[] bytes() {
    var whole = new ByteArrayOutputStream();
    whole.writeBytes(parts.toByteArray());
    whole.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
    return whole.toByteArray();
  }

  private void text(String text) {
    parts.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
