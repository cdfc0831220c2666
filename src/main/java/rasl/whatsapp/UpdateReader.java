package rasl.whatsapp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rasl.json.Json;
import rasl.whatsapp.WhatsAppUpdate.Progress;
import tools.jackson.databind.JsonNode;

/**
 * Reads the {@code value} of a change of the field {@code messages}. It takes what it understands
 * and never fails: WhatsApp adds fields and types without asking.
 */
public final class UpdateReader {
  private UpdateReader() {}

  /** The updates of a change, in its order. */
  public static List<WhatsAppUpdate> read(String value) {
    JsonNode change = Json.parseTrusted(value);
    var updates = new ArrayList<WhatsAppUpdate>();
    for (JsonNode status : change.path("statuses")) {
      status(status).ifPresent(updates::add);
    }
    Map<String, String> names = profileNames(change);
    for (JsonNode message : change.path("messages")) {
      inbound(message, names).ifPresent(updates::add);
    }
    return updates;
  }

  private static Map<String, String> profileNames(JsonNode change) {
    var names = new HashMap<String, String>();
    for (JsonNode contact : change.path("contacts")) {
      names.put(
          contact.path("wa_id").asString(""), contact.path("profile").path("name").asString(""));
    }
    return names;
  }

  private static Optional<WhatsAppUpdate> status(JsonNode status) {
    String wamid = status.path("id").asString("");
    Optional<Progress> progress = progress(status.path("status").asString(""));
    if (wamid.isEmpty() || progress.isEmpty()) {
      return Optional.empty();
    }
    JsonNode error = status.path("errors").path(0);
    return Optional.of(
        new WhatsAppUpdate.Status(
            wamid,
            progress.get(),
            time(status),
            status.path("biz_opaque_callback_data").asString(""),
            error.isObject() ? Optional.of(GraphErrors.ofWebhook(error)) : Optional.empty()));
  }

  private static Optional<Progress> progress(String status) {
    return switch (status) {
      case "sent" -> Optional.of(Progress.SENT);
      case "delivered" -> Optional.of(Progress.DELIVERED);
      case "read", "played" -> Optional.of(Progress.READ);
      case "failed" -> Optional.of(Progress.FAILED);
      default -> Optional.empty();
    };
  }

  private static Optional<WhatsAppUpdate> inbound(JsonNode message, Map<String, String> names) {
    String wamid = message.path("id").asString("");
    String from = message.path("from").asString("");
    if (wamid.isEmpty() || from.isEmpty()) {
      return Optional.empty();
    }
    String type = message.path("type").asString("unknown");
    return Optional.of(
        new WhatsAppUpdate.Inbound(
            wamid,
            from,
            names.getOrDefault(from, ""),
            time(message),
            type,
            text(message, type),
            Optional.of(message.path("context").path("id").asString(""))
                .filter(id -> !id.isEmpty()),
            Json.write(message)));
  }

  private static Optional<String> text(JsonNode message, String type) {
    JsonNode content = message.path(type);
    String text =
        switch (type) {
          case "text" -> content.path("body").asString("");
          case "button" -> content.path("text").asString("");
          case "interactive" -> {
            JsonNode reply = content.path(content.path("type").asString(""));
            yield reply.path("title").asString("");
          }
          default -> content.path("caption").asString("");
        };
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  /** Unix seconds, as a text or a number; the epoch where there is nothing sensible. */
  private static Instant time(JsonNode node) {
    return Instant.ofEpochSecond(Math.clamp(node.path("timestamp").asLong(0), 0L, 1L << 40));
  }
}
