package rasl.http.out;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The answer to a call of ours, while it arrives.
 *
 * @param headers by lower-case name, the first value of each
 * @param body as it comes over the wire, nothing unpacked; what is not read is not fetched
 */
public record OutgoingAnswer(int status, Map<String, String> headers, InputStream body) {

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /** Reads an answer; what it throws ends the call. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(OutgoingAnswer answer) throws IOException;
  }
}
