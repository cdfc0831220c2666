package rasl.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;

/** The endpoints that a bench has made, and what their receiver tells. */
final class Endpoints {
  private static final String PATH = "/api/v2/webhooks";
  private static final String JSON = "application/json";

  private final ChildProcess server;
  private final ChildProcess receiver;
  private final List<Long> ids = new ArrayList<>();

  Endpoints(ChildProcess server, ChildProcess receiver) {
    this.server = server;
    this.receiver = receiver;
  }

  /**
   * What the receiver had of the endpoints since it forgot everything, each event once.
   *
   * @param seconds from the first to the last
   * @param p95 of the milliseconds from what an event gives as its time, which is shortly before
   *     its commit
   * @param dead how often an endpoint was called that never answers
   */
  record Told(int came, double seconds, long p50, long p95, long p99, int dead) {}

  /** Makes one; gives its id. */
  long make(String path, List<String> types, int maxInFlight) throws IOException {
    String url = "http://127.0.0.1:" + receiver.told("port") + path;
    String names = types.stream().map(type -> "\"" + type + "\"").collect(Collectors.joining(","));
    String body =
        "{\"url\": \"%s\", \"event_types\": [%s], \"max_in_flight\": %d}"
            .formatted(url, names, maxInFlight);
    long id = call(wire -> wire.post(PATH, JSON, bytes(body))).at("/data/id").asLong();
    ids.add(id);
    return id;
  }

  void enable(long id, boolean enabled) throws IOException {
    byte[] body = bytes("{\"enabled\": " + enabled + "}");
    call(wire -> wire.patch(PATH + "/" + id, JSON, body));
  }

  void removeAll() throws IOException {
    for (long id : ids) {
      call(wire -> wire.delete(PATH + "/" + id));
    }
    ids.clear();
  }

  /** The receiver forgets what came. */
  void clear() throws IOException {
    try (var wire = new Wire(receiver.number("port"), "")) {
      var _ = wire.get("/clear");
    }
  }

  Told told() throws IOException {
    try (var wire = new Wire(receiver.number("port"), "")) {
      JsonNode told = Json.parse(bytes(wire.get("/told").body()));
      return new Told(
          told.path("came").asInt(),
          told.path("seconds").asDouble(),
          told.path("p50").asLong(),
          told.path("p95").asLong(),
          told.path("p99").asLong(),
          told.path("dead").asInt());
    }
  }

  /** Waits until so many came. */
  Told await(int number) throws IOException, InterruptedException {
    Told told = told();
    while (told.came() < number) {
      TimeUnit.MILLISECONDS.sleep(100);
      told = told();
    }
    return told;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private JsonNode call(Call call) throws IOException {
    try (var wire = new Wire(server.number("port"), server.told("token"))) {
      Wire.Reply reply = call.on(wire);
      if (reply.status() / 100 != 2) {
        throw new IOException(reply.status() + " " + reply.body());
      }
      return Json.parse(bytes(reply.body()));
    }
  }

  @FunctionalInterface
  private interface Call {
    Wire.Reply on(Wire wire) throws IOException;
  }
}
