package rasl.simulator;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A message template in one language.
 *
 * @param components as {@code GET} answers them
 * @param named whether parameters have names instead of positions
 * @param status since the last change that was no review
 * @param reviewedAt when a pending review ends
 * @param verdict the status after the review
 * @param reason why it was rejected, paused or disabled; {@code NONE} for no reason
 * @param quality such as {@code GREEN}
 * @param ttlSeconds how long a message of it may wait; 0 where nothing was said
 */
record Template(
    String id,
    String wabaId,
    String name,
    String language,
    String category,
    boolean named,
    JsonNode components,
    String status,
    Instant reviewedAt,
    String verdict,
    String reason,
    String quality,
    long ttlSeconds,
    Instant changedAt) {

  /** No review ends by then. */
  private static final Instant LATER = Instant.parse("9999-01-01T00:00:00Z");

  /** The status at a time: reviews end by themselves. */
  String status(Instant now) {
    return status.equals("PENDING") && !now.isBefore(reviewedAt) ? verdict : status;
  }

  /** The component of a type, such as {@code BODY}. */
  Optional<JsonNode> component(String type) {
    return components
        .valueStream()
        .filter(component -> component.path("type").asString("").equals(type))
        .findFirst();
  }

  Stream<JsonNode> buttons() {
    return component("BUTTONS").stream().flatMap(it -> it.path("buttons").valueStream());
  }

  Template withStatus(String newStatus, String newReason, String newQuality, Instant now) {
    return new Template(
        id,
        wabaId,
        name,
        language,
        category,
        named,
        components,
        newStatus,
        newStatus.equals("PENDING") ? LATER : now,
        newStatus,
        newReason,
        newQuality,
        ttlSeconds,
        now);
  }

  /** As Meta describes it, with every field that can be asked for. */
  ObjectNode describe(Instant now) {
    ObjectNode json = Json.mapper().createObjectNode();
    json.put("name", name);
    json.put("parameter_format", named ? "NAMED" : "POSITIONAL");
    json.set("components", components);
    json.put("language", language);
    json.put("status", status(now));
    json.put("category", category);
    if (ttlSeconds > 0) {
      json.put("message_send_ttl_seconds", ttlSeconds);
    }
    json.put("id", id);
    json.put("rejected_reason", status(now).equals("REJECTED") ? reason : "NONE");
    json.putObject("quality_score").put("score", quality).put("date", changedAt.getEpochSecond());
    json.put("last_updated_time", changedAt.getEpochSecond());
    return json;
  }
}
