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
 * Reads the {@code value} of a change. It takes what it understands and never fails: WhatsApp adds
 * fields and types without asking.
 */
public final class UpdateReader {
  private UpdateReader() {}

  /**
   * The updates of a change, in its order.
   *
   * @param now no update is later, and one without a time is from now
   */
  public static List<WhatsAppUpdate> read(String value, Instant now) {
    JsonNode change = Json.parseTrusted(value);
    var updates = new ArrayList<WhatsAppUpdate>();
    for (JsonNode status : change.path("statuses")) {
      status(status, now).ifPresent(updates::add);
    }
    Map<String, String> names = profileNames(change);
    for (JsonNode message : change.path("messages")) {
      inbound(message, names, now).ifPresent(updates::add);
    }
    for (JsonNode call : change.path("calls")) {
      call(call, names, now).ifPresent(updates::add);
    }
    return updates;
  }

  private static Map<String, String> profileNames(JsonNode change) {
    var names = new HashMap<String, String>();
    for (JsonNode contact : change.path("contacts")) {
      names.put(text(contact, "wa_id"), ForeignText.clean(text(contact.path("profile"), "name")));
    }
    return names;
  }

  private static Optional<WhatsAppUpdate> status(JsonNode status, Instant now) {
    String wamid = text(status, "id");
    Optional<Progress> progress = progress(text(status, "status"));
    if (!ForeignText.isId(wamid) || progress.isEmpty()) {
      return Optional.empty();
    }
    JsonNode error = status.path("errors").path(0);
    return Optional.of(
        new WhatsAppUpdate.Status(
            wamid,
            progress.get(),
            time(status, now),
            text(status, "biz_opaque_callback_data"),
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

  private static Optional<WhatsAppUpdate> inbound(
      JsonNode message, Map<String, String> names, Instant now) {
    String wamid = text(message, "id");
    String from = text(message, "from");
    if (!ForeignText.isId(wamid) || from.isEmpty()) {
      return Optional.empty();
    }
    String type = message.path("type").asString("unknown");
    return Optional.of(
        new WhatsAppUpdate.Inbound(
            wamid,
            from,
            names.getOrDefault(from, ""),
            time(message, now),
            type,
            written(message, type),
            Optional.of(text(message.path("context"), "id")).filter(ForeignText::isId),
            ForeignText.json(message)));
  }

  /** A customer's own call; it opens the window as a message does. */
  private static Optional<WhatsAppUpdate> call(
      JsonNode call, Map<String, String> names, Instant now) {
    String from = text(call, "from");
    boolean begins = text(call, "event").equals("connect");
    return !begins || text(call, "direction").equals("BUSINESS_INITIATED") || from.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new WhatsAppUpdate.Called(from, names.getOrDefault(from, ""), time(call, now)));
  }

  private static Optional<String> written(JsonNode message, String type) {
    JsonNode content = message.path(type);
    String text =
        switch (type) {
          case "text", "system" -> text(content, "body");
          case "button" -> text(content, "text");
          case "interactive" -> text(content.path(text(content, "type")), "title");
          case "reaction" -> text(content, "emoji");
          default -> text(content, "caption");
        };
    return Optional.of(ForeignText.clean(text)).filter(clean -> !clean.isEmpty());
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asString("");
  }

  /** Unix seconds, as a text or a number. */
  private static Instant time(JsonNode node, Instant now) {
    long seconds = node.path("timestamp").asLong(0);
    return seconds <= 0 || seconds > now.getEpochSecond() ? now : Instant.ofEpochSecond(seconds);
  }
}
