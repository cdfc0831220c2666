package rasl.http.out;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A call that we make.
 *
 * @param deadline for all of it, from looking up the host to the last byte of the answer
 */
public record OutgoingCall(
    String method, URI url, Map<String, String> headers, Optional<byte[]> body, Duration deadline) {
  public OutgoingCall {
    headers = Map.copyOf(headers);
  }

  public static OutgoingCall get(URI url, Map<String, String> headers, Duration deadline) {
    return new OutgoingCall("GET", url, headers, Optional.empty(), deadline);
  }

  public static OutgoingCall post(
      URI url, Map<String, String> headers, byte[] body, Duration deadline) {
    return new OutgoingCall("POST", url, headers, Optional.of(body), deadline);
  }
}
