package rasl.webhook;

import java.nio.charset.StandardCharsets;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a delivery's body is. */
final class Bodies {
  private Bodies() {}

  static byte[] of(Format format, Parcel parcel) {
    return switch (format) {
      case N8N -> parcel.json();
      case STANDARD ->
          standard(Json.parseTrusted(new String(parcel.json(), StandardCharsets.UTF_8)));
    };
  }

  /**
   * {@code type}, {@code timestamp} and {@code data} (standardwebhooks.com, "Payload structure");
   * in {@code data} stands all that the n8n format has beside the event itself.
   */
  private static byte[] standard(JsonNode event) {
    ObjectNode body = Json.mapper().createObjectNode();
    body.set("type", event.path("event").path("type"));
    body.set("timestamp", event.path("event").path("timestamp"));
    ObjectNode data = body.putObject("data");
    event.path("data").properties().forEach(part -> data.set(part.getKey(), part.getValue()));
    event
        .properties()
        .forEach(
            part -> {
              if (!part.getKey().equals("event") && !part.getKey().equals("data")) {
                data.set(part.getKey(), part.getValue());
              }
            });
    return Json.write(body).getBytes(StandardCharsets.UTF_8);
  }
}
