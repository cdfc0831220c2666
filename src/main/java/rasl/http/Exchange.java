package rasl.http;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import rasl.crypto.Macs;
import rasl.json.JsonShape;
import rasl.refusal.Refusal;
import tools.jackson.databind.JsonNode;

/** A call as its handler sees it. */
final class Exchange implements Request, AutoCloseable {
  private static final long MAX_ID = (1L << 53) - 1;

  private final Call call;
  private final RequestPath path;
  private final RouteIndex.Match match;
  private final CallBody body;
  private @Nullable Change change;
  private @Nullable Query query;
  private BooleanSupplier standing = () -> false;

  Exchange(Call call, RequestPath path, RouteIndex.Match match, Bodies bodies) {
    this.call = call;
    this.path = path;
    this.match = match;
    this.body = new CallBody(call.raw(), match.route(), bodies);
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
    if (query == null) {
      query = QueryParser.parse(call.raw().query());
    }
    return query;
  }

  @Override
  public Optional<String> header(String name) {
    return call.raw().header(name.toLowerCase(Locale.ROOT));
  }

  List<String> headers(String name) {
    return call.raw().headers().getOrDefault(name, List.of());
  }

  @Override
  public void receive(Consumer<byte[]> watch) {
    body.receive(watch);
  }

  @Override
  public void isFrom(Object owner) {
    body.ownedBy(owner);
  }

  @Override
  public boolean hasBody() {
    return body.isPresent();
  }

  @Override
  public JsonNode json() {
    return body.json();
  }

  @Override
  public JsonNode json(JsonShape shape) {
    return body.json(shape);
  }

  @Override
  public byte[] bytes() {
    return body.bytes();
  }

  @Override
  public Fields fields() {
    return body.fields();
  }

  /** Takes the body in; see {@link CallBody#receive(Optional)}. */
  void receive(Optional<Macs.Running> fingerprint) {
    body.receive(fingerprint);
  }

  /** Deletes the files that came with the call, and gives the body's memory back. */
  @Override
  public void close() {
    body.close();
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
  public BooleanSupplier standing() {
    return standing;
  }

  void stands(BooleanSupplier how) {
    standing = how;
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
