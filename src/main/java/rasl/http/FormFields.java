package rasl.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rasl.json.Json;

/**
 * The fields of a form, as if they had come in JSON, so that one reading serves both: {@code
 * contact[firstname]} and {@code contact.firstname} are a field of an object, {@code groups[]} or a
 * repeated name is a list. All values are text; {@link Fields} takes text for numbers and booleans.
 */
final class FormFields {
  private static final int MAX_DEPTH = 8;

  private final Faults faults = new Faults();
  private final Map<String, Object> tree = new LinkedHashMap<>();
  private final Map<String, Upload> files = new HashMap<>();

  private FormFields() {}

  static Fields of(Form form) {
    var fields = new FormFields();
    form.parts().stream().filter(part -> !part.isNotChosen()).forEach(fields::add);
    return new JsonFields(
        Json.mapper().valueToTree(settled(fields.tree)),
        JsonValues.ofForm(fields.faults),
        fields.faults,
        fields.files);
  }

  private void add(Form.Part part) {
    List<String> path = path(part.name());
    if (part.file().isEmpty()) {
      put(path, part.text());
      return;
    }
    String name = String.join(".", path);
    if (files.putIfAbsent(name, part.file().get()) != null) {
      faults.add(name, "The " + name + " field must be one file.");
    }
    // An object is no value of any field, so that a file for a text is a fault like any other.
    put(path, new LinkedHashMap<>());
  }

  /** The steps of a name; a name that is not well formed is one step, as it is. */
  private static List<String> path(String name) {
    int bracket = name.indexOf('[');
    if (bracket >= 0 && !name.endsWith("]")) {
      return List.of(name);
    }
    String before = bracket < 0 ? name : name.substring(0, bracket);
    var path = new ArrayList<>(List.of(before.split("\\.", -1)));
    if (bracket >= 0) {
      path.addAll(List.of(name.substring(bracket + 1, name.length() - 1).split("\\]\\[", -1)));
    }
    boolean wellFormed = path.stream().limit(path.size() - 1).noneMatch(String::isEmpty);
    return wellFormed && path.size() <= MAX_DEPTH ? path : List.of(name);
  }

  private void put(List<String> path, Object value) {
    Map<String, Object> at = tree;
    boolean inList = path.size() > 1 && path.getLast().isEmpty();
    int last = path.size() - (inList ? 2 : 1);
    for (String step : path.subList(0, last)) {
      Object next = at.computeIfAbsent(step, _ -> new LinkedHashMap<String, Object>());
      if (!(next instanceof Map<?, ?> map)) {
        clash(step);
        return;
      }
      at = objects(map);
    }
    String name = path.get(last);
    Object known = at.get(name);
    if (known instanceof Map<?, ?> || (known != null && value instanceof Map<?, ?>)) {
      clash(name);
    } else {
      at.put(name, known == null && !inList ? value : appended(known, value));
    }
  }

  private void clash(String name) {
    faults.add(name, "The " + name + " field must be given in one way only.");
  }

  private static List<Object> appended(@Nullable Object known, Object value) {
    var all = new ArrayList<Object>();
    if (known instanceof List<?> list) {
      all.addAll(list);
    } else if (known != null) {
      all.add(known);
    }
    all.add(value);
    return all;
  }

  @SuppressWarnings("unchecked") // All maps of the tree are made above.
  private static Map<String, Object> objects(Map<?, ?> map) {
    return (Map<String, Object>) map;
  }

  /** Numbered fields, as in {@code contacts[0][phone]}, are a list. */
  private static Object settled(Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      return value;
    }
    Map<String, Object> object = new LinkedHashMap<>();
    objects(map).forEach((name, inner) -> object.put(name, settled(inner)));
    boolean numbered =
        !object.isEmpty() && object.keySet().stream().allMatch(name -> name.matches("[0-9]{1,6}"));
    return numbered
        ? object.entrySet().stream()
            .sorted(Comparator.comparingInt(entry -> Integer.parseInt(entry.getKey())))
            .map(Map.Entry::getValue)
            .toList()
        : object;
  }
}
