package rasl.webhook;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import rasl.http.list.FieldType;
import tools.jackson.databind.JsonNode;

/**
 * The types of events that there are, with an example of each, and so the paths that filters may
 * name.
 */
final class EventCatalogue {
  private static final Pattern TIME = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T.*");

  private final List<Type> types;

  EventCatalogue(List<Type> types) {
    this.types = List.copyOf(types);
  }

  /**
   * One type.
   *
   * @param example a whole event as it is delivered in the n8n format
   */
  record Type(String name, JsonNode example) {}

  List<Type> types() {
    return types;
  }

  List<String> names() {
    return types.stream().map(Type::name).toList();
  }

  /** The paths of all events that an endpoint wants, each with what it leads to. */
  Map<String, FieldType> paths(EventPatterns wanted) {
    var paths = new TreeMap<String, FieldType>();
    types.stream()
        .filter(type -> wanted.match(type.name()))
        .forEach(type -> collect(type.example(), "", paths));
    return paths;
  }

  private static void collect(JsonNode node, String path, Map<String, FieldType> paths) {
    if (node.isArray()) {
      node.forEach(item -> collect(item, path, paths));
    } else if (node.isObject()) {
      node.properties()
          .forEach(
              field ->
                  collect(
                      field.getValue(),
                      path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                      paths));
    } else {
      paths.merge(path, type(node), (one, other) -> one == other ? one : FieldType.TEXT);
    }
  }

  /** What is null in the examples is compared as text. */
  private static FieldType type(JsonNode value) {
    if (value.isNumber()) {
      return FieldType.INTEGER;
    }
    if (value.isBoolean()) {
      return FieldType.BOOLEAN;
    }
    return value.isString() && isTime(value.stringValue()) ? FieldType.TIME : FieldType.TEXT;
  }

  private static boolean isTime(String text) {
    if (!TIME.matcher(text).matches()) {
      return false;
    }
    try {
      return Instant.parse(text).isAfter(Instant.MIN);
    } catch (DateTimeException _) {
      return false;
    }
  }
}
