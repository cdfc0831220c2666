package rasl.template;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;

/** A template as WhatsApp's API gave it just now. */
record Pulled(
    String templateId,
    String name,
    String language,
    String category,
    String status,
    @Nullable String rejectedReason,
    @Nullable String quality,
    boolean named,
    @Nullable Integer ttlSeconds,
    String components) {

  /** Empty where something is missing without which it is no template. */
  static Optional<Pulled> of(JsonNode node) {
    String id = node.path("id").asString("");
    String name = node.path("name").asString("");
    String language = node.path("language").asString("");
    if (!id.matches("[0-9]{1,30}") || name.isEmpty() || language.isEmpty()) {
      return Optional.empty();
    }
    JsonNode components = node.path("components");
    JsonNode ttl = node.path("message_send_ttl_seconds");
    return Optional.of(
        new Pulled(
            id,
            name,
            language,
            upper(node, "category"),
            upper(node, "status"),
            reason(node.path("rejected_reason").asString("")),
            quality(upper(node.path("quality_score"), "score")),
            upper(node, "parameter_format").equals("NAMED"),
            ttl.isInt() ? ttl.asInt() : null,
            components.isArray() ? Json.write(components) : "[]"));
  }

  String headerFormat() {
    return Compiled.of(components, named).header().format();
  }

  /** Whether a stored template says the same. */
  boolean isSameAs(Template stored) {
    return name.equals(stored.name())
        && language.equals(stored.language())
        && category.equals(stored.category())
        && status.equals(stored.status())
        && Objects.equals(rejectedReason, stored.rejectedReason())
        && Objects.equals(quality, stored.quality())
        && named == stored.named()
        && Objects.equals(ttlSeconds, stored.ttlSeconds())
        && components.equals(stored.components());
  }

  private static @Nullable String quality(String score) {
    return score.isEmpty() || score.equals("UNKNOWN") ? null : score;
  }

  private static String upper(JsonNode node, String field) {
    return node.path(field).asString("").toUpperCase(Locale.ROOT);
  }

  private static @Nullable String reason(String text) {
    return text.isEmpty() || text.equalsIgnoreCase("NONE") ? null : text;
  }
}
