package rasl.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPart.AbstractPartsListener;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/**
 * A {@code multipart/form-data} body (RFC 7578) that is in memory already. Routes of the API take
 * forms by a {@link FormRule} instead, which spools files.
 *
 * @param parts by name; of two with the same name the last
 */
public record FormParts(Map<String, Part> parts) {
  private static final int MAX_HEADERS = 8 * 1024;
  private static final int MAX_PARTS = 200;

  /**
   * One field.
   *
   * @param filename empty where it is no file
   * @param contentType empty where the part names none
   */
  public record Part(String filename, String contentType, byte[] bytes) {
    /** The bytes as UTF-8. */
    public String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  /** Whether a body of this {@code Content-Type} is such a form. */
  public static boolean isForm(String contentType) {
    return contentType.regionMatches(true, 0, "multipart/form-data", 0, 19);
  }

  /** Reads a body; empty where it is no well-formed form. */
  public static Optional<FormParts> parse(String contentType, byte[] body) {
    String boundary = isForm(contentType) ? MultiPart.extractBoundary(contentType) : null;
    if (boundary == null || boundary.isBlank()) {
      return Optional.empty();
    }
    var listener = new Listener();
    var parser = new MultiPart.Parser(boundary, listener);
    parser.setPartHeadersMaxLength(MAX_HEADERS);
    parser.setMaxParts(MAX_PARTS);
    parser.parse(Content.Chunk.from(ByteBuffer.wrap(body), true));
    return listener.complete ? Optional.of(new FormParts(listener.parts)) : Optional.empty();
  }

  private static final class Listener extends AbstractPartsListener {
    private final Map<String, Part> parts = new LinkedHashMap<>();
    private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean complete;

    @Override
    public void onPartBegin() {
      bytes = new ByteArrayOutputStream();
    }

    @Override
    public void onPartContent(Content.Chunk chunk) {
      ByteBuffer piece = chunk.getByteBuffer();
      byte[] copy = new byte[piece.remaining()];
      piece.get(copy);
      bytes.writeBytes(copy);
    }

    @Override
    public void onPart(@Nullable String name, @Nullable String fileName, HttpFields headers) {
      if (name != null) {
        String type = headers.get("content-type");
        parts.put(
            name,
            new Part(
                fileName == null ? "" : fileName, type == null ? "" : type, bytes.toByteArray()));
      }
    }

    @Override
    public void onComplete() {
      complete = true;
    }

    @Override
    public void onFailure(Throwable failure) {
      complete = false;
    }
  }
}
