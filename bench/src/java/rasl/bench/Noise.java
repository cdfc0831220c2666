package rasl.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import rasl.json.Json;

/** A neighbour without manners: it does one kind of expensive thing on many connections at once. */
final class Noise {
  private static final String JSON = "application/json";
  private static final String BOUNDARY = "bench-boundary";
  private static final int BATCH = 10_000;
  private static final int MEMBERS = 100_000;

  private final int port;
  private final String token;
  private final String callback;
  private final String appSecret;
  private final AtomicLong nextPhone = new AtomicLong(447_700_000_000L);
  private long status;
  private long source;
  private long group;
  private List<Long> members = List.of();

  /**
   * @param callback the path of the webhooks of the neighbour's own app
   * @param appSecret that signs them
   */
  Noise(int port, String token, String callback, String appSecret) {
    this.port = port;
    this.token = token;
    this.callback = callback;
    this.appSecret = appSecret;
  }

  /**
   * One kind of noise.
   *
   * @param connections on how many it is made at once
   */
  record Kind(String name, int connections, Act act) {}

  /** One expensive call. */
  @FunctionalInterface
  interface Act {
    Wire.Reply on(Wire wire) throws IOException;
  }

  /** Makes contacts and a group for the noise that needs them. */
  void prepare() throws IOException {
    try (var wire = new Wire(port, token)) {
      status = id(wire.get("/api/v2/statuses"), "/data/0/id");
      source = id(wire.get("/api/v2/sources"), "/data/0/id");
      group = id(post(wire, "/api/v2/groups", "{\"name\": \"Everybody\"}"), "/data/id");
      for (int i = 0; i < MEMBERS / BATCH; i++) {
        batch(wire);
      }
      String cursor = "";
      String path = "/api/v2/contacts?per_page=100&fields=id&sort=id";
      List<Long> found = new java.util.ArrayList<>();
      do {
        var page = Json.parse(wire.get(path + cursor).body());
        page.path("data").forEach(row -> found.add(row.path("id").asLong()));
        String next = page.at("/meta/pagination/next_cursor").asString("");
        cursor = next.isEmpty() ? "" : "&cursor=" + next;
      } while (!cursor.isEmpty());
      members = found;
    }
  }

  List<Kind> kinds() {
    byte[] picture = NoisyPicture.webp(1_000, new SplittableRandom(1));
    byte[] webhook =
        ("{\"junk\": \"" + "x".repeat(2_000_000) + "\"}").getBytes(StandardCharsets.US_ASCII);
    var turn = new AtomicLong();
    return List.of(
        new Kind("batches of 10,000 contacts", 4, this::batch),
        new Kind("all-or-nothing imports", 5, this::importing),
        new Kind("searches and filters", 16, wire -> search(wire, turn.getAndIncrement())),
        new Kind("group changes and patches", 8, wire -> group(wire, turn.getAndIncrement())),
        new Kind("WebP uploads", 8, wire -> upload(wire, picture)),
        new Kind("webhooks of its own app", 4, wire -> hook(wire, webhook)));
  }

  /** Makes noise on each connection until it is told to stop; refusals count as answers. */
  List<Thread> start(Kind kind, AtomicBoolean stop, AtomicLong calls) {
    return IntStream.range(0, kind.connections())
        .mapToObj(
            i ->
                Thread.ofPlatform()
                    .name("noise-" + i)
                    .start(
                        () -> {
                          while (!stop.get()) {
                            act(kind, stop, calls);
                          }
                        }))
        .toList();
  }

  private void act(Kind kind, AtomicBoolean stop, AtomicLong calls) {
    try (var wire = new Wire(port, token)) {
      while (!stop.get()) {
        var _ = kind.act().on(wire);
        calls.incrementAndGet();
      }
    } catch (IOException _) {
      // The server may close a connection whose request it refuses: the next one is opened.
      calls.incrementAndGet();
    }
  }

  private Wire.Reply batch(Wire wire) throws IOException {
    long first = nextPhone.getAndAdd(BATCH);
    String items =
        LongStream.range(first, first + BATCH)
            .mapToObj(
                phone ->
                    "{\"firstname\":\"N\",\"lastname\":\"Noise\",\"phone\":\"+%d\",\"type\":\"lead\",\"status_id\":%d,\"source_id\":%d}"
                        .formatted(phone, status, source))
            .collect(Collectors.joining(","));
    return post(wire, "/api/v2/contacts/batch", "{\"contacts\":[" + items + "]}");
  }

  private Wire.Reply importing(Wire wire) throws IOException {
    long first = nextPhone.getAndAdd(2 * BATCH);
    String rows =
        LongStream.range(first, first + 2 * BATCH)
            .mapToObj(phone -> "N,Noise,+%d,lead,%d,%d".formatted(phone, status, source))
            .collect(Collectors.joining("\n"));
    byte[] form =
        (part("options[continue_on_error]", "false")
                + "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n"
                    .formatted(BOUNDARY)
                + "firstname,lastname,phone,type,status_id,source_id\n"
                + rows
                + "\r\n--"
                + BOUNDARY
                + "--\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    return wire.post("/api/v2/contacts/imports", form(), form);
  }

  private Wire.Reply search(Wire wire, long turn) throws IOException {
    return wire.get(
        "/api/v2/contacts?"
            + switch ((int) (turn % 4)) {
              case 0 -> "search=N&sort=firstname";
              case 1 -> "filter[group_id][ne]=" + group;
              case 2 -> "filter[description][like]=" + "a".repeat(200) + "b";
              default -> "filter[group_id][not_in]=" + group + "&sort=lastname";
            });
  }

  private Wire.Reply group(Wire wire, long turn) throws IOException {
    if (turn % 8 == 0) {
      String ids = members.stream().map(String::valueOf).collect(Collectors.joining(","));
      return post(wire, "/api/v2/groups/" + group + "/contacts", "{\"contact_ids\":[" + ids + "]}");
    }
    long member = members.get((int) (turn * 7919 % members.size()));
    byte[] body = ("{\"city\":\"C" + turn + "\"}").getBytes(StandardCharsets.US_ASCII);
    return wire.patch("/api/v2/contacts/" + member, JSON, body);
  }

  private Wire.Reply upload(Wire wire, byte[] picture) throws IOException {
    var form = new ByteArrayOutputStream();
    form.writeBytes(
        (part("phone", "+447700000001")
                + part("media_type", "image")
                + "--%s\r\nContent-Disposition: form-data; name=\"media_file\"; filename=\"a.webp\"\r\nContent-Type: image/webp\r\n\r\n"
                    .formatted(BOUNDARY))
            .getBytes(StandardCharsets.US_ASCII));
    form.writeBytes(picture);
    form.writeBytes(("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
    return wire.post("/api/v2/messages/media", form(), form.toByteArray());
  }

  private Wire.Reply hook(Wire wire, byte[] body) throws IOException {
    return wire.signed(callback, appSecret, body);
  }

  private static String part(String name, String value) {
    return "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
        .formatted(BOUNDARY, name, value);
  }

  private static String form() {
    return "multipart/form-data; boundary=" + BOUNDARY;
  }

  private static Wire.Reply post(Wire wire, String path, String body) throws IOException {
    return wire.post(path, JSON, body.getBytes(StandardCharsets.US_ASCII));
  }

  private static long id(Wire.Reply reply, String pointer) {
    return Json.parse(reply.body()).at(pointer).asLong();
  }
}
