package rasl.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The decoded parameters of a query, brackets raw or encoded.
 *
 * @param parameters by name, values in order; an empty value is an empty text
 */
public record Query(Map<String, List<String>> parameters) {
  /** The last value of a parameter, as PHP and Rails take it. */
  public Optional<String> last(String name) {
    List<String> values = parameters.getOrDefault(name, List.of());
    return values.isEmpty() ? Optional.empty() : Optional.of(values.getLast());
  }
}
