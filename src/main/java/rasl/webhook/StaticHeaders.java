package rasl.webhook;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import rasl.http.Faults;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;

/**
 * Headers that every delivery to an endpoint carries, such as the one that n8n's header check
 * wants. Their values are secrets.
 *
 * @param values by name
 */
record StaticHeaders(Map<String, String> values) {
  static final StaticHeaders NONE = new StaticHeaders(Map.of());

  private static final int MOST = 20;
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_VALUE = 2048;

  /** A token of RFC 9110, section 5.6.2. */
  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7E]+");

  /** Those that the connection needs for itself, or that say how the body is to be read. */
  private static final Set<String> OURS =
      Set.of(
          "host",
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "expect",
          "user-agent",
          "accept-encoding",
          "http2-settings");

  private static final List<String> OUR_PREFIXES = List.of("content-", "webhook-", "x-webhook-");

  StaticHeaders {
    values = Map.copyOf(values);
  }

  /** Reads them from a body's {@code headers}, and notes what is wrong. */
  static StaticHeaders parse(JsonNode headers, Faults faults) {
    var values = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    if (!headers.isObject() || headers.size() > MOST) {
      faults.add("headers", "The headers field must be an object of at most " + MOST + " headers.");
      return NONE;
    }
    headers
        .properties()
        .forEach(
            header -> {
              String name = header.getKey();
              String value = header.getValue().isString() ? header.getValue().stringValue() : "";
              fault(name, value).ifPresent(words -> faults.add("headers." + name, words));
              if (values.put(name, value.strip()) != null) {
                faults.add("headers." + name, "The header " + name + " is there twice.");
              }
            });
    return new StaticHeaders(values);
  }

  private static Optional<String> fault(String name, String value) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (!NAME.matcher(name).matches() || name.length() > LONGEST_NAME) {
      return Optional.of("The name of a header must be 1 to 100 letters, digits, - and _.");
    }
    if (OURS.contains(lower) || OUR_PREFIXES.stream().anyMatch(lower::startsWith)) {
      return Optional.of("The header " + name + " is set by Rasl and cannot be chosen.");
    }
    return VALUE.matcher(value.strip()).matches() && value.length() <= LONGEST_VALUE
        ? Optional.empty()
        : Optional.of(
            "The header " + name + " must be a text of 1 to 2048 printable ASCII characters.");
  }

  List<String> names() {
    return values.keySet().stream().sorted(String.CASE_INSENSITIVE_ORDER).toList();
  }

  /** What is stored, encrypted. */
  byte[] bytes() {
    return Json.write(values).getBytes(StandardCharsets.UTF_8);
  }

  static StaticHeaders of(byte[] stored) {
    var values = new TreeMap<String, String>();
    Json.parseTrusted(new String(stored, StandardCharsets.UTF_8))
        .properties()
        .forEach(header -> values.put(header.getKey(), header.getValue().stringValue()));
    return new StaticHeaders(values);
  }

  @Override
  public String toString() {
    return names().toString();
  }
}
