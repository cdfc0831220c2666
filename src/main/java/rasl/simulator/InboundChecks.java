package rasl.simulator;

import java.util.List;
import java.util.Map;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Checks and completes what a simulated customer is to send. */
final class InboundChecks {
  private static final Map<String, List<String>> NEEDED =
      Map.of(
          "location", List.of("latitude", "longitude"),
          "reaction", List.of("message_id"),
          "button", List.of("text"),
          "interactive", List.of("type"),
          "order", List.of("product_items"),
          "system", List.of("type"),
          "edit", List.of("original_message_id", "message"),
          "revoke", List.of("original_message_id"));
  private static final List<String> REPLIES =
      List.of("button_reply", "list_reply", "nfm_reply", "call_permission_reply");

  private InboundChecks() {}

  static JsonNode check(String type, JsonNode given, ControlFields body) {
    for (String field : NEEDED.getOrDefault(type, List.of())) {
      if (!given.has(field)) {
        throw ControlRefusedException.wrong("'" + type + "' needs '" + field + "'");
      }
    }
    ObjectNode content = (ObjectNode) given.deepCopy();
    switch (type) {
      case "button" -> {
        if (!content.has("payload")) {
          content.put("payload", content.path("text").asString(""));
        }
      }
      case "interactive" -> interactive(content);
      case "location" -> location(content);
      case "system" -> system(content, body);
      default -> {
        // The others are complete with the fields that they need.
      }
    }
    return content;
  }

  private static void interactive(ObjectNode content) {
    String kind = content.path("type").asString("");
    if (!REPLIES.contains(kind) || !content.path(kind).isObject()) {
      throw ControlRefusedException.wrong(
          "'interactive' needs a 'type' of " + String.join(", ", REPLIES) + " and that object");
    }
    JsonNode reply = content.path(kind);
    if (kind.equals("nfm_reply") && reply instanceof ObjectNode flow) {
      if (!flow.path("response_json").isString()) {
        throw ControlRefusedException.wrong("'nfm_reply' needs 'response_json', a string of JSON");
      }
      flow.put("name", flow.path("name").asString("flow"));
      flow.put("body", flow.path("body").asString("Sent"));
    }
    if (kind.endsWith("_reply") && kind.matches("(button|list)_reply")) {
      if (!reply.path("id").isString() || !reply.path("title").isString()) {
        throw ControlRefusedException.wrong("'" + kind + "' needs 'id' and 'title'");
      }
    }
  }

  private static void location(ObjectNode content) {
    for (String field : List.of("latitude", "longitude")) {
      if (!content.path(field).isNumber()) {
        throw ControlRefusedException.wrong("'" + field + "' must be a number");
      }
    }
  }

  private static void system(ObjectNode content, ControlFields body) {
    String type = content.path("type").asString("");
    if (type.equals("user_changed_number") && !content.path("wa_id").isString()) {
      throw ControlRefusedException.wrong("'system' needs 'wa_id', the new number");
    }
    if (!content.has("body")) {
      content.put("body", systemWords(type, content, body));
    }
  }

  /** Meta's own words for a change of number. */
  private static String systemWords(String type, ObjectNode content, ControlFields body) {
    String from = body.text("from").orElse("").replaceAll("[^0-9]", "");
    String user = "User " + body.text("name").orElse(from);
    return type.equals("user_changed_number")
        ? user + " changed from " + from + " to " + content.path("wa_id").asString("")
        : user + ": " + type.replace('_', ' ');
  }

  static JsonNode contacts(ControlFields body) {
    JsonNode contacts =
        body.get("contacts")
            .filter(it -> it.isArray() && !it.isEmpty())
            .orElseThrow(() -> ControlRefusedException.wrong("'contacts' must be a list"));
    return contacts.deepCopy();
  }

  /** A message that WhatsApp itself could not pass on. */
  static void unsupported(ObjectNode content, ControlFields body) {
    ObjectNode error = content.putArray("errors").addObject();
    error.put("code", 131051).put("title", "Message type unknown");
    error.put("message", "Message type unknown");
    error.putObject("error_data").put("details", "Message type is currently not supported.");
    String kind = body.object("unsupported").flatMap(it -> it.text("type")).orElse("unknown");
    content.putObject("unsupported").put("type", kind);
  }

  /** An advertisement, completed with samples. */
  static ObjectNode referral(ControlFields given) {
    ObjectNode referral = Json.mapper().createObjectNode();
    referral.put("source_url", "https://fb.me/3cr4Wqqkv");
    referral.put("source_id", "120226305854810726");
    referral.put("source_type", "ad");
    referral.put("headline", "Chat with us");
    referral.put("body", "Our newest offer");
    referral.put("media_type", "image");
    referral.put("image_url", "https://scontent.example/ad.jpg");
    referral.put("ctwa_clid", "Aff-n8ZTODiE79d22KtAwQKj9e_mIEOOj27vDVwFjN80dp4");
    given.body().properties().forEach(field -> referral.set(field.getKey(), field.getValue()));
    return referral;
  }
}
