package rasl.webhook;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A delivery in full: what was sent, and every attempt. */
final class DeliveryView {
  private static final String HIDDEN = "[REDACTED]";

  private DeliveryView() {}

  /** One attempt. */
  private record AttemptView(
      int number,
      Instant at,
      int ms,
      String url,
      Map<String, String> requestHeaders,
      @Nullable Integer status,
      @Nullable String error,
      @Nullable String responseBody) {}

  /**
   * A delivery with its attempts.
   *
   * @param event in the n8n format; empty where it is not kept any more
   */
  static JsonNode of(
      DeliveryStore.Row row, List<DeliveryStore.AttemptRow> attempts, Optional<JsonNode> event) {
    ObjectNode whole = Json.mapper().valueToTree(row);
    List<AttemptView> views = attempts.stream().map(one -> view(row, one)).toList();
    whole.set("attempt_log", Json.mapper().valueToTree(views));
    whole.set("event", event.orElse(null));
    return whole;
  }

  private static AttemptView view(DeliveryStore.Row row, DeliveryStore.AttemptRow attempt) {
    return new AttemptView(
        attempt.number(),
        attempt.at(),
        attempt.millis(),
        attempt.url(),
        headers(row, attempt),
        attempt.status(),
        attempt.error(),
        attempt.answer());
  }

  /** As they were sent, but for signatures and the endpoint's own values. */
  private static Map<String, String> headers(
      DeliveryStore.Row row, DeliveryStore.AttemptRow attempt) {
    Map<String, String> headers = new LinkedHashMap<>();
    attempt.headerNames().forEach(name -> headers.put(name, HIDDEN));
    headers.put("Content-Type", "application/json");
    headers.put("User-Agent", Signing.AGENT);
    headers.put("X-Webhook-Event", row.eventType());
    headers.put("X-Webhook-Id", row.eventId());
    Long position = row.position();
    if (position != null) {
      headers.put("X-Webhook-Position", String.valueOf(position));
    }
    headers.put("X-Webhook-Attempt", String.valueOf(attempt.number()));
    if (row.kindOf() == Parcel.Kind.TEST) {
      headers.put("X-Webhook-Test", "true");
    }
    headers.put(Signing.HEX, HIDDEN);
    headers.put("webhook-id", row.eventId());
    headers.put("webhook-timestamp", String.valueOf(attempt.at().getEpochSecond()));
    headers.put(Signing.STANDARD, HIDDEN);
    return headers;
  }
}
