package rasl.simulator;

import java.util.List;
import java.util.Locale;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A template message as the customer sees it, with its variables filled in. */
final class TemplatePreview {
  private TemplatePreview() {}

  static ObjectNode of(Template template, JsonNode message) {
    ObjectNode preview = Json.mapper().createObjectNode();
    template.component("HEADER").ifPresent(it -> header(preview, it, message));
    template
        .component("BODY")
        .ifPresent(it -> preview.put("body", fill(it.path("text").asString(""), message, "body")));
    template
        .component("FOOTER")
        .ifPresent(it -> preview.put("footer", it.path("text").asString("")));
    ArrayNode buttons = preview.putArray("buttons");
    List<JsonNode> all = template.buttons().toList();
    for (int i = 0; i < all.size(); i++) {
      button(buttons.addObject(), all.get(i), parameter(message, i));
    }
    return preview;
  }

  private static void header(ObjectNode preview, JsonNode header, JsonNode message) {
    String format = header.path("format").asString("TEXT");
    if (format.equals("TEXT")) {
      preview.put("header", fill(header.path("text").asString(""), message, "header"));
      return;
    }
    String type = format.toLowerCase(Locale.ROOT);
    JsonNode file = parameters(message, "header").path(0).path(type);
    ObjectNode media = preview.putObject("media").put("type", type);
    media.put("id", file.path("id").asString("")).put("link", file.path("link").asString(""));
  }

  private static void button(ObjectNode json, JsonNode button, String parameter) {
    String type = button.path("type").asString("");
    String label = button.path("text").asString("");
    json.put("type", type.toLowerCase(Locale.ROOT)).put("text", label);
    switch (type) {
      case "QUICK_REPLY" -> json.put("payload", parameter.isEmpty() ? label : parameter);
      case "URL" ->
          json.put("url", Variables.fill(button.path("url").asString(""), _ -> parameter));
      case "COPY_CODE" -> json.put("code", parameter);
      default -> {
        // The others do nothing that one could show.
      }
    }
  }

  private static String parameter(JsonNode message, int index) {
    for (JsonNode component : message.path("components")) {
      if (component.path("index").asString("").equals(Integer.toString(index))) {
        return TemplateCheck.value(Param.root(component.path("parameters").path(0)));
      }
    }
    return "";
  }

  private static JsonNode parameters(JsonNode message, String type) {
    return message
        .path("components")
        .valueStream()
        .filter(it -> it.path("type").asString("").equalsIgnoreCase(type))
        .findFirst()
        .map(it -> it.path("parameters"))
        .orElseGet(() -> Json.mapper().createArrayNode());
  }

  private static String fill(String text, JsonNode message, String type) {
    JsonNode given = parameters(message, type);
    return Variables.fill(
        text,
        name -> {
          for (int i = 0; i < given.size(); i++) {
            Param parameter = Param.root(given.path(i));
            String called =
                parameter.get("parameter_name").node().asString(Integer.toString(i + 1));
            if (called.equals(name)) {
              return TemplateCheck.value(parameter);
            }
          }
          return "";
        });
  }
}
