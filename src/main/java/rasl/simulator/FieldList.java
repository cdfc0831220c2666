package rasl.simulator;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The {@code fields} of a Graph call, such as {@code id,throughput{level},phone_numbers.limit(5)}:
 * names, each with the fields that are wanted of what is inside and with its arguments.
 */
record FieldList(Map<String, Wanted> wanted) {
  private static final int MOST = 200;
  private static final int DEEPEST = 5;

  /**
   * One field.
   *
   * @param inner of what is inside; empty for all that is usual
   * @param arguments such as {@code limit}
   */
  record Wanted(Optional<FieldList> inner, Map<String, String> arguments) {
    /** The same field with all that is inside. */
    Wanted whole() {
      return new Wanted(Optional.empty(), arguments);
    }
  }

  /**
   * Reads a list.
   *
   * @throws GraphRefusedException it is broken; code 2500, as Meta's
   */
  static FieldList parse(String text) {
    var reader = new Reader(text);
    FieldList fields = reader.list(0);
    reader.end();
    return fields;
  }

  /**
   * The fields of an object that the call asked for; the id always.
   *
   * @param whole every field that has a value
   * @param known every field that may be asked for
   * @param type as Meta's errors call the object's type
   */
  ObjectNode of(ObjectNode whole, Set<String> known, String type) {
    ObjectNode answer = Json.mapper().createObjectNode();
    wanted.forEach(
        (name, field) -> {
          if (!known.contains(name)) {
            throw MetaError.unknownField(name, type).thrown();
          }
          JsonNode value = whole.path(name);
          if (!value.isMissingNode()) {
            answer.set(name, field.inner().map(it -> it.inside(value)).orElse(value));
          }
        });
    if (!answer.has("id") && whole.has("id")) {
      answer.set("id", whole.path("id"));
    }
    return answer;
  }

  /** The same of something nested, of which Meta's types are not played. */
  private JsonNode inside(JsonNode value) {
    if (value instanceof ArrayNode list) {
      ArrayNode all = Json.mapper().createArrayNode();
      list.forEach(element -> all.add(inside(element)));
      return all;
    }
    if (!(value instanceof ObjectNode object)) {
      return value;
    }
    ObjectNode answer = Json.mapper().createObjectNode();
    if (object.path("data").isArray()) {
      return answer.set("data", inside(object.path("data")));
    }
    object.properties().stream()
        .filter(field -> wanted.containsKey(field.getKey()) || field.getKey().equals("id"))
        .forEach(field -> answer.set(field.getKey(), field.getValue()));
    return answer;
  }

  private static final class Reader {
    private final String text;
    private int at;

    private Reader(String text) {
      this.text = text;
    }

    private FieldList list(int depth) {
      Map<String, Wanted> all = new LinkedHashMap<>();
      do {
        String name = name();
        Map<String, String> arguments = new LinkedHashMap<>();
        while (eat('.')) {
          String argument = name();
          arguments.put(argument, eat('(') ? argument() : "");
        }
        Optional<FieldList> inner = Optional.empty();
        if (eat('{')) {
          inner = Optional.of(list(depth + 1));
          expect('}');
        }
        all.put(name, new Wanted(inner, arguments));
        if (all.size() > MOST || depth > DEEPEST) {
          throw broken("Too many fields");
        }
      } while (eat(','));
      return new FieldList(all);
    }

    private String name() {
      skipSpaces();
      int start = at;
      while (at < text.length()
          && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
        at++;
      }
      if (at == start) {
        throw broken("Expected name");
      }
      return text.substring(start, at);
    }

    /** Up to the bracket that closes this one; there may be others within. */
    private String argument() {
      int start = at;
      for (int open = 1; at < text.length(); at++) {
        open += text.charAt(at) == '(' ? 1 : text.charAt(at) == ')' ? -1 : 0;
        if (open == 0) {
          return text.substring(start, at++);
        }
      }
      throw broken("Expected \")\"");
    }

    private boolean eat(char wanted) {
      skipSpaces();
      boolean there = at < text.length() && text.charAt(at) == wanted;
      at += there ? 1 : 0;
      return there;
    }

    private void expect(char wanted) {
      if (!eat(wanted)) {
        throw broken("Expected \"" + wanted + "\"");
      }
    }

    private void end() {
      skipSpaces();
      if (at < text.length()) {
        throw broken("Expected end of string instead of \"" + text.charAt(at) + "\"");
      }
    }

    private void skipSpaces() {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
    }

    private GraphRefusedException broken(String what) {
      return MetaError.syntax("Syntax error \"" + what + ".\" at character " + at + ": " + text)
          .thrown();
    }
  }
}
