package rasl.message;

import java.util.Map;
import rasl.testkit.Waiting;
import tools.jackson.databind.JsonNode;

/**
 * A file that a customer sends, for several tests. It stands apart from their classes: whoever
 * asked a class that has a server in a static field would start that server, and nobody would stop
 * it.
 */
final class ReceivedFile {
  private ReceivedFile() {}

  static JsonNode send(Talk talk, String from, String kind, Map<String, Object> file)
      throws InterruptedException {
    String wamid =
        talk.simulator
            .post(200, "/control/inbound", Map.of("from", from, "type", kind, kind, file))
            .json()
            .path("wamid")
            .asString();
    String path = "/api/v2/messages/" + wamid;
    Waiting.until(Talk.SOON, () -> talk.api.send("GET", path, null).status() == 200);
    return talk.api.get(200, path).data();
  }

  static void awaitMedia(Talk talk, JsonNode message, String status) throws InterruptedException {
    long id = message.path("id").asLong();
    Waiting.until(
        Talk.SOON, () -> talk.message(id).at("/media/status").asString("").equals(status));
  }
}
