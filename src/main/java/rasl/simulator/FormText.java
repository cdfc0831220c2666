package rasl.simulator;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads {@code a=1&b[]=2&c[d]=3}, the text of queries and forms. Names with brackets make objects
 * and lists, as in PHP.
 */
final class FormText {
  private static final Pattern NAME = Pattern.compile("([^\\[\\]]+)((?:\\[[^\\[\\]]*])*)");
  private static final Pattern STEP = Pattern.compile("\\[([^\\[\\]]*)]");
  private static final int MOST_STEPS = 8;

  private FormText() {}

  static ObjectNode parse(String text) {
    ObjectNode all = Json.mapper().createObjectNode();
    for (String part : text.split("&", -1)) {
      int equals = part.indexOf('=');
      String name = decode(equals < 0 ? part : part.substring(0, equals)).orElse("");
      if (!name.isEmpty()) {
        put(all, name, equals < 0 ? "" : decode(part.substring(equals + 1)).orElse(""));
      }
    }
    return all;
  }

  /** Broken escapes count as absent. */
  static Optional<String> decode(String text) {
    try {
      return Optional.of(URLDecoder.decode(text, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Adds a value; lists are objects with the keys 0, 1, … until {@link #withArrays}. */
  static void put(ObjectNode all, String name, String value) {
    Matcher whole = NAME.matcher(name);
    if (!whole.matches()) {
      all.put(name, value);
      return;
    }
    List<String> steps =
        STEP.matcher(whole.group(2)).results().map((MatchResult it) -> it.group(1)).toList();
    if (steps.size() > MOST_STEPS) {
      return;
    }
    ObjectNode holder = all;
    String key = whole.group(1);
    for (String step : steps) {
      holder = holder.path(key) instanceof ObjectNode there ? there : holder.putObject(key);
      key = step.isEmpty() ? Integer.toString(holder.size()) : step;
    }
    holder.put(key, value);
  }

  /** Makes lists of objects whose keys are 0, 1, … */
  static ObjectNode withArrays(ObjectNode all) {
    for (Map.Entry<String, JsonNode> field : List.copyOf(all.properties())) {
      if (field.getValue() instanceof ObjectNode object) {
        all.set(field.getKey(), arrayOrObject(withArrays(object)));
      }
    }
    return all;
  }

  private static JsonNode arrayOrObject(ObjectNode object) {
    ArrayNode list = Json.mapper().createArrayNode();
    for (int i = 0; i < object.size(); i++) {
      JsonNode element = object.path(Integer.toString(i));
      if (element.isMissingNode()) {
        return object;
      }
      list.add(element);
    }
    return object.isEmpty() ? object : list;
  }
}
