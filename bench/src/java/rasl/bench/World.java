package rasl.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;

/** The simulator's control API. */
final class World implements AutoCloseable {
  private final HttpClient http = HttpClient.newHttpClient();
  private final String url;

  World(int port) {
    this.url = "http://127.0.0.1:" + port + "/control/";
  }

  void reset() throws IOException, InterruptedException {
    ask(post("reset", "{}"));
  }

  /** A customer writes, which opens their window. */
  void write(long phone) throws IOException, InterruptedException {
    String body = "{\"from\": \"" + phone + "\", \"type\": \"text\", \"text\": \"Hello\"}";
    ask(post("inbound", body));
  }

  /** How many messages WhatsApp took until a time, leaving out the first so many. */
  long taken(long after, Instant until) throws IOException, InterruptedException {
    JsonNode outbox = ask(request("outbox?after=" + after).GET());
    return outbox.path("messages").values().stream()
        .filter(message -> !Instant.parse(message.path("at").asString("")).isAfter(until))
        .count();
  }

  /** The ids of the messages that WhatsApp took, leaving out the first so many. */
  List<String> wamids(long after) throws IOException, InterruptedException {
    return ask(request("outbox?after=" + after).GET()).path("messages").values().stream()
        .map(message -> message.path("wamid").asString(""))
        .toList();
  }

  /** Many updates may come in one POST, as they do from WhatsApp under load. */
  void gather() throws IOException, InterruptedException {
    ask(post("webhooks", "{\"updates_per_post\": 100}"));
  }

  /** Changes what the simulator enforces. */
  void rule(String json) throws IOException, InterruptedException {
    ask(post("settings", json));
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private HttpRequest.Builder post(String path, String json) {
    return request(path)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(json));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path));
  }

  private JsonNode ask(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IOException("the simulator answered " + answer.statusCode());
    }
    return answer.body().length == 0 ? Json.mapper().createObjectNode() : Json.parse(answer.body());
  }
}
