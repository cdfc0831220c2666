package rasl.simulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import rasl.json.Json;
import rasl.refusal.RefusedException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Brings the spellings that the Graph API takes for the same request into one: nulls count as
 * absent, JSON text may stand where an object or a list belongs, and the types of a message and of
 * its parts may be written in any case.
 */
final class Spelling {
  /** The parameters at the top of a call that are objects or lists. */
  private static final Set<String> OBJECTS =
      Set.of(
          "text",
          "image",
          "video",
          "audio",
          "document",
          "sticker",
          "location",
          "contacts",
          "reaction",
          "interactive",
          "template",
          "context",
          "typing_indicator",
          "components",
          "block_users",
          "websites",
          "prompts",
          "commands",
          "languages",
          "categories",
          "hsm_ids",
          "template_ids",
          "metric_types",
          "product_types",
          "calling",
          "payload_encryption",
          "storage_configuration",
          "user_identity_change",
          "webhook_configuration",
          "library_template_body_inputs",
          "library_template_button_inputs");

  /** The same within a message or a template. */
  private static final Set<String> INNER =
      Set.of(
          "components",
          "language",
          "action",
          "parameters",
          "buttons",
          "sections",
          "rows",
          "cards",
          "reply",
          "header",
          "footer",
          "currency",
          "date_time",
          "example",
          "image",
          "video",
          "document",
          "location");

  private static final Set<String> MESSAGES = Set.of("template", "interactive", "components");

  /** Values of these belong to the business, and stay unchanged. */
  private static final Set<String> FREE = Set.of("flow_action_payload", "flow_action_data");

  private static final Set<String> TYPES = Set.of("type", "sub_type");

  private Spelling() {}

  /** Changes the tree and returns it. */
  static ObjectNode unify(ObjectNode call) {
    dropNulls(call);
    expand(call, OBJECTS);
    for (String name : MESSAGES) {
      walk(call.path(name), name.equals("components"));
    }
    return call;
  }

  private static void dropNulls(JsonNode node) {
    if (node instanceof ObjectNode object) {
      List<String> nulls = new ArrayList<>();
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        if (field.getValue().isNull()) {
          nulls.add(field.getKey());
        } else {
          dropNulls(field.getValue());
        }
      }
      object.remove(nulls);
    } else {
      node.forEach(Spelling::dropNulls);
    }
  }

  private static void expand(ObjectNode object, Set<String> names) {
    for (Map.Entry<String, JsonNode> field : List.copyOf(object.properties())) {
      if (names.contains(field.getKey())) {
        json(field.getValue()).ifPresent(value -> object.set(field.getKey(), value));
      }
    }
  }

  /** The object or list that a text holds. */
  static Optional<JsonNode> json(JsonNode node) {
    String text = node.isString() ? node.stringValue().strip() : "";
    if (!text.startsWith("{") && !text.startsWith("[")) {
      return Optional.empty();
    }
    try {
      JsonNode value = Json.parse(text.getBytes(StandardCharsets.UTF_8));
      dropNulls(value);
      return Optional.of(value);
    } catch (RefusedException _) {
      return Optional.empty();
    }
  }

  /**
   * @param draft whether this is the template itself, whose types are capitals, and no message
   */
  private static void walk(JsonNode node, boolean draft) {
    if (node instanceof ArrayNode list) {
      list.forEach(element -> walk(element, draft));
    } else if (node instanceof ObjectNode object) {
      expand(object, INNER);
      if (!draft) {
        lower(object);
      }
      object.properties().stream()
          .filter(field -> !FREE.contains(field.getKey()))
          .forEach(field -> walk(field.getValue(), draft));
    }
  }

  private static void lower(ObjectNode object) {
    for (String name : TYPES) {
      JsonNode type = object.path(name);
      if (type.isString()) {
        object.put(name, type.stringValue().toLowerCase(Locale.ROOT));
      }
    }
  }
}
