package rasl.http;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import rasl.refusal.Refusal;

/** A call as its handler sees it. */
final class Exchange implements Request {
  private static final long MAX_ID = (1L << 53) - 1;
  private static final byte[] NO_FIELDS = {'{', '}'};
  private static final Pattern JSON =
      Pattern.compile(
          "application/json\\s*(;\\s*charset\\s*=\\s*\"?utf-?8\"?\\s*)?;?\\s*",
          Pattern.CASE_INSENSITIVE);

  private final Call call;
  private final RequestPath path;
  private final RouteIndex.Match match;
  private byte @Nullable [] bytes;
  private @Nullable Change change;

  Exchange(Call call, RequestPath path, RouteIndex.Match match) {
    this.call = call;
    this.path = path;
    this.match = match;
  }

  @Override
  public String method() {
    return call.raw().method();
  }

  @Override
  public String path() {
    return path.text();
  }

  @Override
  public String pathText(String name) {
    String value = match.parameters().get(name);
    if (value == null) {
      throw new IllegalArgumentException(match.route().path() + " has no parameter " + name);
    }
    return value;
  }

  @Override
  public long pathId(String name, String what) {
    String text = pathText(name);
    boolean digits = text.matches("[0-9]{1,16}");
    long id = digits ? Long.parseLong(text) : 0;
    if (id < 1 || id > MAX_ID) {
      throw new Refusal.NotFound(what).thrown();
    }
    return id;
  }

  @Override
  public Query query() {
    return QueryParser.parse(call.raw().query());
  }

  @Override
  public Optional<String> header(String name) {
    return call.raw().header(name.toLowerCase(Locale.ROOT));
  }

  List<String> headers(String name) {
    return call.raw().headers().getOrDefault(name, List.of());
  }

  @Override
  public byte[] bytes() {
    byte[] read = bytes;
    if (read == null) {
      read = call.raw().body().read(match.route().maxBody());
      bytes = read;
    }
    return read.clone();
  }

  @Override
  public Fields fields() {
    checkJson();
    byte[] body = bytes();
    return JsonFields.of(body.length == 0 ? NO_FIELDS : body);
  }

  /** Refuses first what is declared too large, then another media type than JSON. */
  void checkJson() {
    checkDeclaredSize();
    String type = header("content-type").orElse("");
    if (!isJson(type) && bytes().length > 0) {
      throw new Refusal.UnsupportedMediaType(
              type.isBlank()
                  ? "A body needs Content-Type: application/json"
                  : "The body must be application/json in UTF-8")
          .thrown();
    }
  }

  /** What nearly all clients send needs no pattern. */
  private static boolean isJson(String type) {
    return type.equals("application/json") || JSON.matcher(type.strip()).matches();
  }

  private void checkDeclaredSize() {
    String declared = header("content-length").orElse("").strip();
    boolean number = !declared.isEmpty() && declared.chars().allMatch(c -> c >= '0' && c <= '9');
    if (number && (declared.length() > 9 || Integer.parseInt(declared) > match.route().maxBody())) {
      throw new Refusal.PayloadTooLarge(match.route().maxBody()).thrown();
    }
  }

  @Override
  public boolean prefersAsync() {
    return headers("prefer").stream()
        .flatMap(header -> Arrays.stream(header.split(",", -1)))
        .map(preference -> preference.split(";", -1)[0].strip())
        .anyMatch(preference -> preference.equalsIgnoreCase("respond-async"));
  }

  @Override
  public String requestId() {
    return call.requestId();
  }

  @Override
  public String clientAddress() {
    return call.clientAddress();
  }

  @Override
  public Change change() {
    if (change == null) {
      throw new IllegalStateException(match.route().path() + " has no token, so no transaction");
    }
    return change;
  }

  void changes(Change made) {
    change = made;
  }
}
