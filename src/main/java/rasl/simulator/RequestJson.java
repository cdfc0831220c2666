package rasl.simulator;

import java.util.Optional;
import rasl.json.Json;
import rasl.refusal.RefusedException;
import tools.jackson.databind.JsonNode;

/** Reads the JSON of callers. */
final class RequestJson {
  private RequestJson() {}

  /** The object in a body; empty where it is no JSON, or no object. */
  static Optional<JsonNode> parse(byte[] body) {
    try {
      return Optional.of(Json.parse(body)).filter(JsonNode::isObject);
    } catch (RefusedException _) {
      return Optional.empty();
    }
  }
}
