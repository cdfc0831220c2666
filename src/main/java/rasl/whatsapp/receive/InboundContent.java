package rasl.whatsapp.receive;

import static rasl.whatsapp.receive.UpdateReader.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import rasl.whatsapp.graph.ForeignText;
import tools.jackson.databind.JsonNode;

/** What a customer's message holds, in the words that people and lists see. */
final class InboundContent {
  private static final Set<String> MEDIA = Set.of("image", "video", "document", "audio", "sticker");

  /** The types that hold an object, or a list, of their own name. */
  private static final List<String> KINDS =
      List.of(
          "text",
          "image",
          "video",
          "document",
          "audio",
          "sticker",
          "location",
          "contacts",
          "reaction",
          "button",
          "interactive",
          "order",
          "system",
          "edit",
          "revoke");

  /** It becomes part of a URL. */
  private static final Pattern MEDIA_ID = Pattern.compile("[0-9A-Za-z_-]{1,255}");

  private final JsonNode message;
  private final String type;

  InboundContent(JsonNode message) {
    this.message = message;
    String said = text(message, "type");
    this.type = said.isEmpty() ? typeOfContent(message) : said;
  }

  /** Where WhatsApp names no type, what the message holds tells it. */
  private static String typeOfContent(JsonNode message) {
    return KINDS.stream()
        .filter(kind -> !message.path(kind).isEmpty())
        .findFirst()
        .orElse("unknown");
  }

  String type() {
    return type;
  }

  /** What was written, or the nearest to it. */
  Optional<String> words() {
    return written(message, type).map(ForeignText::clean).filter(clean -> !clean.isBlank());
  }

  private static Optional<String> written(JsonNode message, String type) {
    JsonNode content = message.path(type);
    return Optional.of(
        switch (type) {
          case "text", "system" -> text(content, "body");
          case "button" -> text(content, "text");
          case "interactive" -> reply(content);
          case "reaction" -> text(content, "emoji");
          case "document" -> firstOf(text(content, "caption"), text(content, "filename"));
          case "location" -> place(content);
          case "contacts" -> names(content);
          case "order" -> order(content);
          case "edit" -> edited(content.path("message"));
          case "image", "video", "audio", "sticker", "revoke" -> text(content, "caption");
          default -> unknown(message, content);
        });
  }

  private static String reply(JsonNode interactive) {
    JsonNode reply = interactive.path(text(interactive, "type"));
    return firstOf(text(reply, "title"), text(reply, "body"), text(reply, "response"));
  }

  private static String place(JsonNode location) {
    String named =
        Stream.of(text(location, "name"), text(location, "address"))
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(", "));
    return firstOf(
        named,
        location.path("latitude").asString("") + ", " + location.path("longitude").asString(""));
  }

  private static String names(JsonNode contacts) {
    List<String> names = new ArrayList<>();
    for (JsonNode contact : contacts) {
      names.add(
          firstOf(
              text(contact.path("name"), "formatted_name"),
              text(contact.path("phones").path(0), "phone")));
    }
    return names.stream().filter(name -> !name.isEmpty()).collect(Collectors.joining(", "));
  }

  private static String order(JsonNode order) {
    List<String> items = new ArrayList<>();
    for (JsonNode item : order.path("product_items")) {
      items.add(item.path("quantity").asString("1") + " × " + text(item, "product_retailer_id"));
    }
    return Stream.of(text(order, "text"), String.join(", ", items))
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  private static String edited(JsonNode message) {
    String type = text(message, "type");
    return type.equals("edit") ? "" : written(message, type).orElse("");
  }

  /** What WhatsApp could not pass on, or what came after this was written. */
  private static String unknown(JsonNode message, JsonNode content) {
    JsonNode error = message.path("errors").path(0);
    return firstOf(
        text(content, "caption"),
        text(content, "body"),
        text(error.path("error_data"), "details"),
        text(error, "title"));
  }

  private static String firstOf(String... texts) {
    return Stream.of(texts).filter(one -> !one.isEmpty()).findFirst().orElse("");
  }

  /** The message that this one answers, reacts to, changes or takes back. */
  Optional<String> refersTo() {
    JsonNode content = message.path(type);
    return Stream.of(
            switch (type) {
              case "reaction" -> text(content, "message_id");
              case "edit", "revoke" -> text(content, "original_message_id");
              default -> "";
            },
            text(message.path("context"), "id"))
        .filter(ForeignText::isId)
        .findFirst();
  }

  /** The file in it, where there is one. */
  Optional<InboundMedia> media() {
    JsonNode holder = type.equals("edit") ? message.path("edit").path("message") : message;
    String kind = text(holder, "type");
    JsonNode file = holder.path(kind);
    String id = text(file, "id");
    return MEDIA.contains(kind) && MEDIA_ID.matcher(id).matches()
        ? Optional.of(
            new InboundMedia(
                kind,
                id,
                ForeignText.clean(text(file, "mime_type")),
                ForeignText.clean(text(file, "sha256")),
                ForeignText.clean(text(file, "filename")),
                ForeignText.clean(text(file, "caption")),
                file.path("voice").asBoolean(false)))
        : Optional.empty();
  }

  /** What a customer does opens the window; what WhatsApp tells of them, or a group hears, not. */
  boolean opensWindow() {
    return !type.equals("system") && text(message, "group_id").isEmpty();
  }
}
