package rasl.simulator;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import rasl.http.FormParts;
import rasl.http.RawRequest;

/** A call of the Graph API, taken apart. Its body is read when it is first asked for. */
final class GraphRequest {
  static final String NEWEST = "v26.0";
  static final String UPLOAD = "upload:";
  private static final int MOST_OF_STRANGERS = 1 << 20;
  private static final Pattern VERSION = Pattern.compile("v[0-9]+\\.[0-9]+");
  private static final Pattern SCHEME =
      Pattern.compile("(?:Bearer|OAuth) +(.*)", Pattern.CASE_INSENSITIVE);

  private final RawRequest raw;
  private final String version;
  private final List<String> path;
  private @Nullable Parameters parameters;

  private GraphRequest(RawRequest raw, String version, List<String> path) {
    this.raw = raw;
    this.version = version;
    this.path = path;
  }

  static GraphRequest of(RawRequest raw) {
    List<String> segments =
        Arrays.stream(raw.path().split("/"))
            .filter(segment -> !segment.isEmpty())
            .map(segment -> FormText.decode(segment.replace("+", "%2B")).orElse(segment))
            .toList();
    boolean versioned = !segments.isEmpty() && VERSION.matcher(segments.getFirst()).matches();
    return versioned
        ? new GraphRequest(raw, segments.getFirst(), segments.subList(1, segments.size()))
        : new GraphRequest(raw, NEWEST, segments);
  }

  RawRequest raw() {
    return raw;
  }

  /** The version of the path; the newest where the path has none. */
  String version() {
    return version;
  }

  /** The path's segments behind the version. */
  List<String> path() {
    return path;
  }

  String method() {
    return raw.method();
  }

  /** Whether the body is a file, to be read as it is. */
  boolean isUpload() {
    return object().startsWith(UPLOAD);
  }

  /** Of the query and the body. */
  Parameters parameters() {
    if (parameters == null) {
      parameters = isUpload() ? Parameters.ofQuery(raw.query()) : Parameters.read(raw);
    }
    return parameters;
  }

  /** A parameter as text. */
  Optional<String> text(String name) {
    return parameters().text(name);
  }

  /** The id that the path begins with. */
  String object() {
    return path.isEmpty() ? "" : path.getFirst();
  }

  /** The edge of the object: the segments behind its id, such as {@code messages}. */
  String edge() {
    return path.size() < 2 ? "" : String.join("/", path.subList(1, path.size()));
  }

  /** The token: from the header, or else, as Meta allows, from the query or a form. */
  Optional<String> token() {
    Optional<String> header =
        raw.header("authorization")
            .map(String::strip)
            .map(SCHEME::matcher)
            .filter(Matcher::matches)
            .map(scheme -> scheme.group(1).strip());
    return header
        .or(() -> parameter(raw.query(), "access_token"))
        .or(() -> carriesForm() ? parameters().text("access_token") : Optional.empty())
        .filter(it -> !it.isEmpty());
  }

  /** A large form is not taken in before it is known who sends it. */
  private boolean carriesForm() {
    String type = raw.header("content-type").orElse("");
    boolean small =
        raw.header("content-length")
            .filter(length -> length.matches("[0-9]{1,7}"))
            .filter(length -> Integer.parseInt(length) <= MOST_OF_STRANGERS)
            .isPresent();
    return !isUpload() && (Parameters.isUrlEncoded(type) || (FormParts.isForm(type) && small));
  }

  /** The first value of a query parameter, decoded; broken escapes count as absent. */
  static Optional<String> parameter(String query, String name) {
    return Arrays.stream(query.split("&"))
        .filter(part -> part.startsWith(name + "="))
        .findFirst()
        .flatMap(part -> FormText.decode(part.substring(name.length() + 1)));
  }
}
