package rasl.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;

/**
 * Something that speaks HTTP in the Cloud API's place, and does to each recipient's messages what a
 * test says: byte by byte, so that it can also break off. Without a word it accepts.
 */
public final class LyingGraph implements AutoCloseable {
  private static final AtomicInteger WAMIDS = new AtomicInteger();

  private final RawServer server = RawServer.start(this::serve);
  private final List<JsonNode> requests = new CopyOnWriteArrayList<>();
  private final Map<String, Deed> customs = new ConcurrentHashMap<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final Map<String, Queue<Deed>> plans = new ConcurrentHashMap<>();

  private LyingGraph() {}

  /** What is done with one message. */
  public sealed interface Deed {
    /** These bytes, and the connection is closed. */
    record Raw(String bytes) implements Deed {}

    /** Waits for a test's word, then does something else. */
    record Held(CountDownLatch until, Deed then) implements Deed {}
  }

  public static LyingGraph start() {
    return new LyingGraph();
  }

  public static Deed answer(int status, String body) {
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    return new Deed.Raw(
        "HTTP/1.1 "
            + status
            + " X\r\nConnection: close\r\nContent-Length: "
            + length
            + "\r\n\r\n"
            + body);
  }

  public static Deed accept(String wamid) {
    return answer(200, Json.write(Map.of("messages", List.of(Map.of("id", wamid)))));
  }

  /** An error object. */
  public static Deed refuse(int status, int code, String title, String details) {
    return answer(
        status,
        Json.write(
            Map.of(
                "error",
                Map.of(
                    "message",
                    "(#" + code + ") " + title,
                    "code",
                    code,
                    "error_data",
                    Map.of("details", details)))));
  }

  public static Deed drop() {
    return new Deed.Raw("");
  }

  public static Deed held(CountDownLatch until, Deed then) {
    return new Deed.Held(until, then);
  }

  public URI url() {
    return server.url();
  }

  /** What is done with the next messages to these digits, one after the other. */
  public void plan(String digits, Deed... deeds) {
    plans.computeIfAbsent(digits, _ -> new ConcurrentLinkedQueue<>()).addAll(List.of(deeds));
  }

  /**
   * What is done with the next calls other than messages, one after the other. Without a word a
   * number that is asked for is well, and everything else succeeds.
   *
   * @param call such as {@code GET /100000000000001}, without version and query
   */
  public void planCall(String call, Deed... deeds) {
    plan(call, deeds);
  }

  /** What is done with a call whenever nothing else is planned for it. */
  public void always(String call, Deed deed) {
    customs.put(call, deed);
  }

  /** The other calls that came, such as {@code GET /1/subscribed_apps}, each with its token. */
  public List<String> calls() {
    return List.copyOf(calls);
  }

  /** The messages that came for these digits. */
  public List<JsonNode> received(String digits) {
    return requests.stream()
        .filter(one -> one.path("to").asString("").equals("+" + digits))
        .toList();
  }

  @Override
  public void close() {
    server.close();
  }

  private void serve(InputStream in, OutputStream out) throws IOException, InterruptedException {
    var head = readHead(in);
    Deed deed = deed(head, readBody(head, in));
    if (deed instanceof Deed.Held(var until, var then)) {
      boolean _ = until.await(30, TimeUnit.SECONDS);
      deed = then;
    }
    if (deed instanceof Deed.Raw(var bytes)) {
      out.write(bytes.getBytes(StandardCharsets.UTF_8));
    }
  }

  private Deed deed(String head, String body) {
    String call = call(head);
    Deed usual = usual(call);
    String key = call;
    if (call.endsWith("/messages")) {
      JsonNode message = Json.parse(body.getBytes(StandardCharsets.UTF_8));
      requests.add(message);
      key = message.path("to").asString("+").substring(1);
      usual = accept("wamid.L" + WAMIDS.incrementAndGet());
    } else {
      calls.add(call + " " + header(head, "authorization"));
    }
    Deed planned = plans.getOrDefault(key, new ConcurrentLinkedQueue<>()).poll();
    return planned == null ? customs.getOrDefault(key, usual) : planned;
  }

  /** Method and path, without version and query. */
  private static String call(String head) {
    String[] line = head.lines().findFirst().orElse("").split(" ", 3);
    String path = line[1].replaceFirst("\\?.*", "").replaceFirst("^/v[0-9.]+", "");
    return line[0] + " " + path;
  }

  private static Deed usual(String call) {
    return call.matches("GET /[0-9]+")
        ? answer(
            200,
            Json.write(
                Map.of(
                    "id", call.substring(5),
                    "display_phone_number", "+966 50 000 0000",
                    "verified_name", "Test Shop",
                    "status", "CONNECTED",
                    "throughput", Map.of("level", "STANDARD"))))
        : answer(200, "{\"success\":true,\"data\":[]}");
  }

  private static String header(String head, String name) {
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  private static String readHead(InputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("closed");
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private static String readBody(String head, InputStream in) throws IOException {
    String length = header(head, "content-length");
    return new String(
        in.readNBytes(length.isEmpty() ? 0 : Integer.parseInt(length)), StandardCharsets.UTF_8);
  }
}
