package rasl.http.list;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import rasl.http.Faults;
import rasl.http.PlainText;
import tools.jackson.databind.JsonNode;

/**
 * A filter in the language of lists, judged on a JSON document and not by the database. It is an
 * object of paths, such as {@code {"data.resource.id": 7, "event.type": {"in": ["a", "b"]}}}: all
 * of its conditions must hold. A path leads through objects by their names, and through a list to
 * each of its items; it then holds where it holds of one of them. What is not there is null.
 */
public final class JsonFilter {
  /** How many conditions one filter has at most. */
  public static final int MOST_CONDITIONS = 50;

  private static final int MOST_NAMED = 100;

  private final List<JsonCondition> conditions;

  private JsonFilter(List<JsonCondition> conditions) {
    this.conditions = List.copyOf(conditions);
  }

  /**
   * Reads a filter, and notes what is wrong with it.
   *
   * @param name of the field that it stands in, for the faults
   * @param filter as the caller wrote it
   * @param paths those that there are, each with the type of what it leads to
   * @return what it is of what could be read
   */
  public static JsonFilter parse(
      String name, JsonNode filter, Map<String, FieldType> paths, Faults faults) {
    var conditions = new ArrayList<JsonCondition>();
    if (!filter.isObject()) {
      faults.add(name, "The " + name + " field must be an object of paths and what they must be.");
    } else if (filter.size() > MOST_CONDITIONS) {
      faults.add(name, "The " + name + " field takes at most " + MOST_CONDITIONS + " paths.");
    } else {
      filter
          .properties()
          .forEach(
              entry -> read(name, entry.getKey(), entry.getValue(), paths, faults, conditions));
    }
    return new JsonFilter(conditions);
  }

  /** Whether all conditions hold. */
  public boolean matches(JsonNode document) {
    return conditions.stream().allMatch(condition -> condition.holds(document));
  }

  private static void read(
      String name,
      String path,
      JsonNode wanted,
      Map<String, FieldType> paths,
      Faults faults,
      List<JsonCondition> conditions) {
    FieldType type = paths.get(path);
    String at = name + "." + path;
    if (type == null) {
      faults.add(at, "There is no path " + path + " in these events; there are " + named(paths));
    } else if (wanted.isObject()) {
      wanted
          .properties()
          .forEach(
              entry ->
                  Operator.parse(PlainText.trim(entry.getKey()))
                      .filter(type::takes)
                      .ifPresentOrElse(
                          operator ->
                              add(at, path, type, operator, entry.getValue(), faults, conditions),
                          () -> faults.add(at, unknown(entry.getKey(), path, type))));
    } else if (wanted.isNull()) {
      conditions.add(new JsonCondition(path, type, Operator.NULL, List.of(true)));
    } else {
      add(at, path, type, wanted.isArray() ? Operator.IN : Operator.EQ, wanted, faults, conditions);
    }
  }

  private static void add(
      String at,
      String path,
      FieldType type,
      Operator operator,
      JsonNode wanted,
      Faults faults,
      List<JsonCondition> conditions) {
    try {
      List<String> texts = texts(wanted);
      conditions.add(JsonCondition.of(path, type, operator, texts));
    } catch (Filter.BadValue e) {
      faults.add(at, "The " + operator.text() + " of " + path + " " + e.text());
    }
  }

  private static List<String> texts(JsonNode wanted) throws Filter.BadValue {
    if (!wanted.isArray()) {
      return List.of(text(wanted));
    }
    var texts = new ArrayList<String>();
    for (JsonNode item : wanted) {
      texts.add(text(item));
    }
    return texts;
  }

  private static String text(JsonNode value) throws Filter.BadValue {
    if (value.isNull() || value.isContainer()) {
      throw new Filter.BadValue("must be a text, a number, true or false, or a list of them.");
    }
    return PlainText.trim(value.asString());
  }

  private static String unknown(String operator, String path, FieldType type) {
    String all =
        Arrays.stream(Operator.values())
            .filter(known -> known != Operator.EQ && type.takes(known))
            .map(Operator::text)
            .collect(Collectors.joining(", "));
    return "There is no operator %s for %s; it takes %s, and a value alone for equality."
        .formatted(operator, path, all);
  }

  private static String named(Map<String, FieldType> paths) {
    List<String> all = paths.keySet().stream().sorted().toList();
    Optional<String> more =
        all.size() > MOST_NAMED
            ? Optional.of(" and " + (all.size() - MOST_NAMED) + " more")
            : Optional.empty();
    return String.join(", ", all.subList(0, Math.min(all.size(), MOST_NAMED)))
        + more.orElse("")
        + ".";
  }
}
