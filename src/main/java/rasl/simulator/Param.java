package rasl.simulator;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A parameter of a request, with the name by which Meta's errors call it: {@code
 * interactive['action']['buttons'][0]}.
 */
record Param(String name, JsonNode node) {
  private static final Pattern SEPARATOR = Pattern.compile("[,\\s]+");

  static Param root(JsonNode request) {
    return new Param("", request);
  }

  Param get(String field) {
    return new Param(name.isEmpty() ? field : name + "['" + field + "']", node.path(field));
  }

  Param at(int index) {
    return new Param(name + "[" + index + "]", node.path(index));
  }

  boolean isAbsent() {
    return node.isMissingNode() || node.isNull();
  }

  boolean isPresent() {
    return !isAbsent();
  }

  /** This parameter, which must be an object. */
  Param object() {
    required();
    if (!node.isObject()) {
      throw wrong("must be a JSON object.");
    }
    return this;
  }

  /** The elements of this parameter, which must be an array. */
  List<Param> array() {
    required();
    if (!node.isArray()) {
      throw wrong("must be an array.");
    }
    List<Param> elements = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      elements.add(at(i).object());
    }
    return elements;
  }

  /** A text or a number, which must be there and not be blank. */
  String text(int most) {
    required();
    if (!isText() || node.asString().isBlank()) {
      throw MetaError.parameter("The parameter " + name + " is required.").thrown();
    }
    return bounded(most);
  }

  /** Meta takes a number where a text belongs. */
  private boolean isText() {
    return node.isString() || node.isNumber();
  }

  /** A text or a number as text; empty for anything else. */
  String value() {
    return isText() ? node.asString() : "";
  }

  /** Several values: a list, its JSON text, or values with commas between them. */
  List<String> values() {
    JsonNode list = node.isArray() ? node : Spelling.json(node).orElse(node);
    Stream<String> all =
        list.isArray()
            ? list.valueStream().map(it -> it.asString(""))
            : SEPARATOR.splitAsStream(value());
    return all.map(String::strip).filter(it -> !it.isEmpty()).toList();
  }

  /** A text that may be missing; then it is empty. */
  String optionalText(int most) {
    if (isAbsent()) {
      return "";
    }
    if (!isText()) {
      throw wrong("must be a string.");
    }
    return bounded(most);
  }

  void optionalFlag() {
    if (isPresent()) {
      boolean _ = flag();
    }
  }

  /** A flag, also as the text or the number of one. */
  boolean flag() {
    required();
    return switch (node.isValueNode() ? node.asString().toLowerCase(Locale.ROOT) : "") {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw wrong("must be a boolean.");
    };
  }

  /** One of these values, whatever the case. */
  String oneOf(List<String> values) {
    required();
    String value = value();
    return values.stream()
        .filter(value::equalsIgnoreCase)
        .findFirst()
        .orElseThrow(
            () ->
                wrong(
                    "must be one of {"
                        + String.join(", ", values).toUpperCase(Locale.ROOT)
                        + "} - got "
                        + node
                        + "."));
  }

  private void required() {
    if (isAbsent()) {
      throw MetaError.parameter("The parameter " + name + " is required.").thrown();
    }
  }

  private String bounded(int most) {
    String value = node.asString();
    if (length(value) > most) {
      throw wrong("must be at most " + most + " characters long.");
    }
    return value;
  }

  GraphRefusedException wrong(String rule) {
    return MetaError.parameter("Param " + name + " " + rule).thrown();
  }

  /** The error that Meta gives for values it has read but does not take. */
  static GraphRefusedException invalid(String details) {
    return MetaError.of(131009, details).thrown();
  }

  /** A short text of a button or a row, with Meta's own words where its length is wrong. */
  String label(String what, int most) {
    String value = value();
    int length = length(value);
    if (value.isBlank() || length > most) {
      throw invalid(what + " length invalid. Min length: 1, Max length: " + most);
    }
    return value;
  }

  static int length(String value) {
    return value.codePointCount(0, value.length());
  }

  /** Refuses values of which two are the same. */
  static void distinct(List<String> values, String what) {
    Set<String> seen = new HashSet<>();
    for (String value : values) {
      if (!seen.add(value)) {
        throw invalid("Duplicated " + what + ": " + value);
      }
    }
  }
}
