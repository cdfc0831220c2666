package rasl.simulator;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A parameter of a request, with the name by which Meta's errors call it: {@code
 * interactive['action']['buttons'][0]}.
 */
record Param(String name, JsonNode node) {

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

  /** A text that must be there and not be empty. */
  String text(int most) {
    required();
    if (!node.isString() || node.stringValue().isEmpty()) {
      throw MetaError.parameter("The parameter " + name + " is required.").thrown();
    }
    return bounded(most);
  }

  /** A text that may be missing; then it is empty. */
  String optionalText(int most) {
    if (isAbsent()) {
      return "";
    }
    if (!node.isString()) {
      throw wrong("must be a string.");
    }
    return bounded(most);
  }

  void optionalFlag() {
    if (isPresent() && !node.isBoolean()) {
      throw wrong("must be a boolean.");
    }
  }

  /** One of these values, whatever the case. */
  String oneOf(List<String> values) {
    required();
    String value = node.isString() ? node.stringValue() : "";
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
    String value = node.stringValue();
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
    String value = node.isString() ? node.stringValue() : "";
    int length = length(value);
    if (length < 1 || length > most) {
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
