package rasl.json;

import java.util.Set;
import rasl.refusal.Refusal;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The parts that are read of an object that holds one long list: the list item by item, so that a
 * list that is too long is refused at its first item too many; some other fields; and nothing of
 * the rest. The order of the fields does not matter.
 *
 * @param list the name of the list
 * @param most how many items it may have
 * @param others the names of the other fields that are wanted
 */
public record JsonShape(String list, int most, Set<String> others) {
  public JsonShape {
    others = Set.copyOf(others);
  }

  /** Reads the object at which the parser stands, and that nothing comes after it. */
  JsonNode read(JsonParser in) {
    if (in.nextToken() != JsonToken.START_OBJECT) {
      throw Refusal.Invalid.field("body", "The body must be a JSON object.").thrown();
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      JsonToken token = in.nextToken();
      if (name.equals(list) && token == JsonToken.START_ARRAY) {
        object.set(name, items(in));
      } else if (name.equals(list) || others.contains(name)) {
        object.set(name, in.<JsonNode>readValueAsTree());
      } else {
        in.skipChildren();
      }
    }
    if (in.nextToken() != null) {
      throw new StreamReadException(in, "more than one value");
    }
    return object;
  }

  private ArrayNode items(JsonParser in) {
    ArrayNode items = JsonNodeFactory.instance.arrayNode();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      if (items.size() == most) {
        throw Refusal.Invalid.field(
                list, "The %s field must not have more than %d items.".formatted(list, most))
            .thrown();
      }
      items.add(in.<JsonNode>readValueAsTree());
    }
    return items;
  }
}
