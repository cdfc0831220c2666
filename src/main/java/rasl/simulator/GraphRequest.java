package rasl.simulator;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import rasl.http.RawRequest;

/**
 * A call of the Graph API, taken apart.
 *
 * @param version of the path; the newest where the path has none
 * @param path the path's segments behind the version
 */
record GraphRequest(RawRequest raw, String version, List<String> path) {
  static final String NEWEST = "v26.0";
  private static final Pattern VERSION = Pattern.compile("v[0-9]+\\.[0-9]+");

  static GraphRequest of(RawRequest raw) {
    List<String> segments =
        Arrays.stream(raw.path().split("/")).filter(segment -> !segment.isEmpty()).toList();
    boolean versioned = !segments.isEmpty() && VERSION.matcher(segments.getFirst()).matches();
    return versioned
        ? new GraphRequest(raw, segments.getFirst(), segments.subList(1, segments.size()))
        : new GraphRequest(raw, NEWEST, segments);
  }

  String method() {
    return raw.method();
  }

  /** The id that the path begins with. */
  String object() {
    return path.isEmpty() ? "" : path.getFirst();
  }

  /** What of the object is meant: the segments behind its id, such as {@code messages}. */
  String edge() {
    return path.size() < 2 ? "" : String.join("/", path.subList(1, path.size()));
  }

  /** The token, from the header or, as Meta allows, from the query. */
  Optional<String> token() {
    Optional<String> header =
        raw.header("authorization")
            .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
            .map(value -> value.substring(7).strip());
    return header.or(() -> parameter(raw.query(), "access_token")).filter(it -> !it.isEmpty());
  }

  /** The first value of a query parameter, decoded; broken escapes count as absent. */
  static Optional<String> parameter(String query, String name) {
    return Arrays.stream(query.split("&"))
        .filter(part -> part.startsWith(name + "="))
        .findFirst()
        .flatMap(part -> decoded(part.substring(name.length() + 1)));
  }

  private static Optional<String> decoded(String value) {
    try {
      return Optional.of(URLDecoder.decode(value, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
