package rasl.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A few templates of Meta's library, from which a business makes its own without a review. */
final class LibraryTemplates {
  private static final JsonNode ALL =
      Json.parseTrusted(
          """
          [{"name": "delivery_update_1", "language": "en_US", "category": "UTILITY",
            "topic": "ORDER_MANAGEMENT", "usecase": "DELIVERY_UPDATE", "industry": ["E_COMMERCE"],
            "header": "Delivery update",
            "body": "Hello {{1}}, your order {{2}} is on its way and arrives on {{3}}.",
            "body_params": ["Jim", "#12345", "Jan 1, 2026"],
            "buttons": [{"type": "URL", "text": "Track order", "url": "https://www.example.com/"}],
            "id": "7147013345418927"},
           {"name": "payment_confirmation_1", "language": "en_US", "category": "UTILITY",
            "topic": "PAYMENTS", "usecase": "PAYMENT_CONFIRMATION",
            "industry": ["FINANCIAL_SERVICES"], "header": "Payment received",
            "body": "Hello {{1}}, we have received your payment of {{2}}. Thank you!",
            "body_params": ["Jim", "$20.00"], "buttons": [], "id": "7138055039625658"},
           {"name": "appointment_reminder_1", "language": "en_US", "category": "UTILITY",
            "topic": "EVENT_REMINDER", "usecase": "ORDER_CONFIRMATION", "industry": ["E_COMMERCE"],
            "header": "Appointment",
            "body": "Hello {{1}}, this is a reminder of your appointment on {{2}}.",
            "body_params": ["Jim", "Jan 1, 2026"], "buttons": [], "id": "7138055039625659"}]
          """);

  private LibraryTemplates() {}

  /** {@code message_template_library}: those that match. */
  static List<JsonNode> list(GraphRequest request) {
    List<JsonNode> found = new ArrayList<>();
    String search = request.text("search").orElse("").toLowerCase(Locale.ROOT);
    String name = request.text("name").orElse("");
    for (JsonNode template : ALL) {
      boolean wanted =
          template.toString().toLowerCase(Locale.ROOT).contains(search)
              && (name.isEmpty() || name.equals(template.path("name").asString()))
              && is(request, "language", template)
              && is(request, "topic", template)
              && is(request, "usecase", template);
      if (wanted) {
        found.add(template);
      }
    }
    return found;
  }

  private static boolean is(GraphRequest request, String field, JsonNode template) {
    return request.text(field).map(template.path(field).asString()::equalsIgnoreCase).orElse(true);
  }

  /** A template of the business's own, made from the library's. */
  static NewTemplate draft(Param draft, String name, String language, String category) {
    String wanted = draft.get("library_template_name").text(512);
    JsonNode source =
        ALL.valueStream()
            .filter(it -> it.path("name").asString().equals(wanted))
            .findFirst()
            .orElseThrow(
                () ->
                    MetaError.template(
                            2388200,
                            "Library template not found",
                            "The library has no template named " + wanted + ".")
                        .thrown());
    if (!source.path("category").asString().equals(category)) {
      throw draft.get("category").wrong("must be " + source.path("category").asString() + ".");
    }
    return new NewTemplate(name, language, category, false, components(source, draft), 0);
  }

  private static JsonNode components(JsonNode source, Param draft) {
    ArrayNode components = Json.mapper().createArrayNode();
    components
        .addObject()
        .put("type", "HEADER")
        .put("format", "TEXT")
        .put("text", source.path("header").asString());
    ObjectNode body = components.addObject().put("type", "BODY");
    body.put("text", source.path("body").asString());
    body.putObject("example").putArray("body_text").add(source.path("body_params"));
    JsonNode inputs = draft.get("library_template_button_inputs").node();
    ArrayNode buttons = Json.mapper().createArrayNode();
    int at = 0;
    for (JsonNode button : source.path("buttons")) {
      ObjectNode mine = button.deepCopy().asObject();
      JsonNode url = inputs.path(at++).path("url").path("base_url");
      if (url.isString()) {
        mine.put("url", url.stringValue());
      }
      buttons.add(mine);
    }
    if (!buttons.isEmpty()) {
      components.addObject().put("type", "BUTTONS").set("buttons", buttons);
    }
    return components;
  }
}
