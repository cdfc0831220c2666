package rasl.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An answer as it goes over the wire.
 *
 * @param body empty where a writer gives it
 * @param writer writes the body piece by piece, where it is not here yet
 */
public record RawResponse(
    int status, Map<String, String> headers, byte[] body, Optional<BodyWriter> writer) {
  private static final int DROP_CONNECTION = -1;

  public RawResponse(int status, Map<String, String> headers, byte[] body) {
    this(status, headers, body, Optional.empty());
  }

  public static RawResponse json(int status, String body) {
    return of(status, "application/json", body.getBytes(StandardCharsets.UTF_8));
  }

  public static RawResponse text(int status, String body) {
    return of(status, "text/plain; charset=utf-8", body.getBytes(StandardCharsets.UTF_8));
  }

  public static RawResponse of(int status, String contentType, byte[] body) {
    return new RawResponse(status, Map.of("Content-Type", contentType), body);
  }

  /**
   * No answer: the connection is cut instead. For the simulator, which plays an API that fails in
   * every way in which one can.
   */
  public static RawResponse dropConnection() {
    return new RawResponse(DROP_CONNECTION, Map.of(), new byte[0]);
  }

  /** Whether the connection is to be cut instead of answering. */
  public boolean dropsConnection() {
    return status == DROP_CONNECTION;
  }

  /** The same answer with one header more. */
  public RawResponse with(String header, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new RawResponse(status, Map.copyOf(more), body, writer);
  }
}
