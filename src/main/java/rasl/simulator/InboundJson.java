package rasl.simulator;

import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a customer's message, and the customer, as webhooks have them. */
final class InboundJson {
  private static final Set<String> MEDIA = Set.of("image", "video", "document", "audio", "sticker");

  private InboundJson() {}

  /** Writes the message; returns the file's object where it has one. */
  static Optional<ObjectNode> write(ObjectNode message, Pending.Incoming incoming, String seconds) {
    User contact = incoming.contact();
    if (contact == null || !contact.phoneHidden()) {
      message.put("from", incoming.user());
    }
    if (contact != null && !contact.userId().isEmpty()) {
      message.put("from_user_id", contact.userId());
    }
    message.put("id", incoming.wamid());
    message.put("timestamp", seconds);
    JsonNode content = incoming.content();
    if (content == null) {
      message.putObject("text").put("body", incoming.text());
      message.put("type", "text");
      return Optional.empty();
    }
    content.properties().forEach(field -> message.set(field.getKey(), field.getValue().deepCopy()));
    String type = content.path("type").asString("");
    return MEDIA.contains(type) && message.path(type) instanceof ObjectNode media && media.has("id")
        ? Optional.of(media)
        : Optional.empty();
  }

  static boolean isSystem(Pending.Incoming incoming) {
    JsonNode content = incoming.content();
    return content != null && content.path("type").asString("").equals("system");
  }

  static void contact(ObjectNode json, Pending.Incoming incoming) {
    User contact = incoming.contact();
    ObjectNode profile = json.putObject("profile").put("name", incoming.name());
    if (contact != null && !contact.username().isEmpty()) {
      profile.put("username", "@" + contact.username());
    }
    if (contact == null || !contact.phoneHidden()) {
      json.put("wa_id", incoming.user());
    }
    if (contact != null && !contact.userId().isEmpty()) {
      json.put("user_id", contact.userId());
    }
  }
}
