package rasl.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A request as it came over the wire.
 *
 * @param path the raw path, percent-encoding untouched
 * @param query the raw query without {@code ?}; empty where there is none
 * @param headers by lower-case name, values in order of arrival
 * @param remoteAddress the peer's IP address, textual
 * @param body read only when asked for, so that a refused caller's body is never taken in
 */
public record RawRequest(
    String method,
    String path,
    String query,
    Map<String, List<String>> headers,
    String remoteAddress,
    Body body) {

  /** The first value of a header; the name in lower case. */
  public Optional<String> header(String name) {
    return headers.getOrDefault(name, List.of()).stream().findFirst();
  }

  /** Whether its method changes nothing. */
  boolean isRead() {
    return method.equals("GET") || method.equals("HEAD");
  }

  /** The body, read once. */
  public interface Body {
    /**
     * Reads the whole body.
     *
     * @throws rasl.refusal.RefusedException {@code PayloadTooLarge} beyond {@code maxBytes}
     */
    byte[] read(int maxBytes);

    /**
     * Hands on the whole body as it arrives, in pieces that the sink may keep; what {@code sink}
     * throws ends the reading.
     *
     * @throws rasl.refusal.RefusedException {@code PayloadTooLarge} beyond {@code maxBytes}
     */
    void read(long maxBytes, Consumer<byte[]> sink);
  }
}
