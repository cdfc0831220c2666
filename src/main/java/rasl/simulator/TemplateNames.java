package rasl.simulator;

import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Meta answers the names of types in capitals, however they were written. */
final class TemplateNames {
  private TemplateNames() {}

  static JsonNode upper(JsonNode components) {
    JsonNode copy = components.deepCopy();
    for (JsonNode component : copy) {
      raise(component, List.of("type", "format"));
      component.path("buttons").forEach(button -> raise(button, List.of("type")));
      if (component instanceof ObjectNode carousel) {
        for (JsonNode card : carousel.path("cards")) {
          if (card instanceof ObjectNode holder && holder.has("components")) {
            holder.set("components", upper(holder.path("components")));
          }
        }
      }
    }
    return copy;
  }

  private static void raise(JsonNode node, List<String> fields) {
    for (String field : fields) {
      if (node instanceof ObjectNode object && object.path(field).isString()) {
        object.put(field, object.path(field).stringValue().toUpperCase(Locale.ROOT));
      }
    }
  }
}
