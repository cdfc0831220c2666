package rasl.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import rasl.json.Json;
import rasl.refusal.Refusal;
import rasl.refusal.RefusedException;
import tools.jackson.databind.JsonNode;

/** Reads single values of a body under the rules of contract 1.1, and notes what is wrong. */
final class JsonValues {
  /** As many digits as a long can have; more are out of every range. */
  private static final Pattern DIGITS = Pattern.compile("-?[0-9]{1,19}");

  private static final Pattern MANY_DIGITS = Pattern.compile("-?[0-9]{20,}");

  private final Faults faults;
  private final boolean commaLists;

  private JsonValues(Faults faults, boolean commaLists) {
    this.faults = faults;
    this.commaLists = commaLists;
  }

  static JsonValues ofJson(Faults faults) {
    return new JsonValues(faults, false);
  }

  /** Of a form, whose values are all text: a list may be written with commas. */
  static JsonValues ofForm(Faults faults) {
    return new JsonValues(faults, true);
  }

  void note(String path, String message) {
    faults.add(path, "The " + path + " field " + message);
  }

  Optional<String> text(String path, JsonNode node, int max) {
    if (!node.isString()) {
      return fault(path, "must be text.");
    }
    String text = PlainText.trim(node.stringValue());
    Optional<String> fault = PlainText.fault(text);
    if (fault.isPresent()) {
      return fault(path, fault.get());
    }
    return PlainText.length(text) > max
        ? fault(path, "must not have more than " + max + " characters.")
        : Optional.of(text);
  }

  Optional<Long> integer(String path, JsonNode node, long min, long max) {
    if (node.isIntegralNumber()) {
      return node.canConvertToLong()
          ? inRange(path, node.longValue(), min, max)
          : outOfRange(path, min, max);
    }
    String text = node.isString() ? PlainText.trim(node.stringValue()) : "";
    if (DIGITS.matcher(text).matches()) {
      try {
        return inRange(path, Long.parseLong(text), min, max);
      } catch (NumberFormatException _) {
        return outOfRange(path, min, max); // 19 digits, and yet more than a long holds.
      }
    }
    return MANY_DIGITS.matcher(text).matches()
        ? outOfRange(path, min, max)
        : fault(path, "must be an integer.");
  }

  Optional<Boolean> bool(String path, JsonNode node) {
    String text =
        node.isString()
            ? PlainText.trim(node.stringValue())
            : node.isBoolean() || node.isIntegralNumber() ? node.asString() : "";
    return switch (text) {
      case "true", "1" -> Optional.of(true);
      case "false", "0" -> Optional.of(false);
      default -> fault(path, "must be true or false.");
    };
  }

  Optional<List<JsonNode>> items(String path, JsonNode value, int min, int max) {
    JsonNode node = commaLists && value.isString() ? commaList(value.stringValue()) : value;
    if (!node.isArray()) {
      return fault(path, "must be a list.");
    }
    if (node.size() < min) {
      return fault(path, "must have at least " + min + (min == 1 ? " item." : " items."));
    }
    return node.size() > max
        ? fault(path, "must not have more than " + max + " items.")
        : Optional.of(List.copyOf(node.values()));
  }

  Map<String, String> texts(String path, JsonNode value, int max) {
    JsonNode node = commaLists && value.isString() ? object(path, value.stringValue()) : value;
    if (!node.isObject()) {
      note(path, "must be an object.");
    }
    Map<String, String> texts = new LinkedHashMap<>();
    node.properties()
        .forEach(
            member ->
                text(path + "." + member.getKey(), member.getValue(), max)
                    .ifPresent(text -> texts.put(member.getKey(), text)));
    return texts;
  }

  private static JsonNode object(String path, String json) {
    try {
      return Json.parse(json);
    } catch (RefusedException _) {
      throw Refusal.Invalid.field(path, "The " + path + " field must be a JSON object.").thrown();
    }
  }

  static JsonNode commaList(String text) {
    return Json.mapper().valueToTree(List.of(text.split(",", -1)));
  }

  private Optional<Long> inRange(String path, long value, long min, long max) {
    return value < min || value > max ? outOfRange(path, min, max) : Optional.of(value);
  }

  private <T> Optional<T> outOfRange(String path, long min, long max) {
    return fault(path, "must be an integer from " + min + " to " + max + ".");
  }

  private <T> Optional<T> fault(String path, String message) {
    note(path, message);
    return Optional.empty();
  }
}
