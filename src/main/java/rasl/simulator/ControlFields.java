package rasl.simulator;

import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Reads the fields of a control call's body; a null counts as absent. */
record ControlFields(JsonNode body) {
  private static final Pattern NUMBER = Pattern.compile("\\+?([1-9][0-9]{6,14})");

  Optional<JsonNode> get(String name) {
    return body.optional(name).filter(node -> !node.isNull());
  }

  Optional<String> text(String name) {
    return get(name)
        .map(
            node -> {
              if (!node.isString()) {
                throw ControlRefusedException.wrong("'" + name + "' must be text");
              }
              return node.stringValue();
            });
  }

  /** The digits of a phone number; a plus sign in front of them is tolerated. */
  Optional<String> number(String name) {
    return text(name)
        .map(
            value -> {
              var match = NUMBER.matcher(value);
              if (!match.matches()) {
                throw ControlRefusedException.wrong(
                    "'" + name + "' must be a phone number of 7 to 15 digits");
              }
              return match.group(1);
            });
  }

  Optional<Long> integer(String name, long least, long most) {
    return get(name)
        .map(
            node -> {
              if (!node.isIntegralNumber()
                  || !node.canConvertToLong()
                  || node.longValue() < least
                  || node.longValue() > most) {
                throw ControlRefusedException.wrong(
                    "'" + name + "' must be an integer from " + least + " to " + most);
              }
              return node.longValue();
            });
  }

  Optional<Boolean> flag(String name) {
    return get(name)
        .map(
            node -> {
              if (!node.isBoolean()) {
                throw ControlRefusedException.wrong("'" + name + "' must be true or false");
              }
              return node.booleanValue();
            });
  }

  /** An object within; empty where it is absent. */
  Optional<ControlFields> object(String name) {
    return get(name)
        .map(
            node -> {
              if (!node.isObject()) {
                throw ControlRefusedException.wrong("'" + name + "' must be an object");
              }
              return new ControlFields(node);
            });
  }
}
