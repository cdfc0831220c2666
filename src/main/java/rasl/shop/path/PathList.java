package rasl.shop.path;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Every path of a payload, with what it leads to, so that a person can choose by looking. */
public final class PathList {
  /** So many are shown at most. */
  public static final int MOST = 2000;

  /** Of a list so many items are shown. */
  private static final int MOST_ITEMS = 3;

  private static final int LONGEST_VALUE = 200;

  private final List<Row> rows = new ArrayList<>();

  private PathList() {}

  /**
   * A path that leads to a value.
   *
   * @param type {@code string}, {@code number}, {@code boolean} or {@code null}
   * @param value as text, cut where it is long; null for null
   * @param name the path as words, such as {@code Billing, first name}
   */
  public record Row(String path, String type, @Nullable String value, String name) {}

  /** The paths, in the order of the payload. */
  public static List<Row> of(JsonNode payload) {
    var list = new PathList();
    list.walk(payload, "", "");
    return List.copyOf(list.rows);
  }

  private void walk(JsonNode node, String path, String words) {
    if (rows.size() >= MOST) {
      return;
    }
    if (node.isObject()) {
      node.properties()
          .forEach(
              field ->
                  walk(
                      field.getValue(),
                      PayloadPath.named(path, field.getKey()),
                      joined(words, field.getKey())));
    } else if (node.isArray()) {
      for (int i = 0; i < Math.min(node.size(), MOST_ITEMS); i++) {
        walk(node.get(i), path + "[" + i + "]", words + " " + (i + 1));
      }
    } else if (!path.isEmpty()) {
      rows.add(new Row(path, type(node), value(node), words.strip()));
    }
  }

  private static String type(JsonNode node) {
    return node.isNull()
        ? "null"
        : node.isNumber() ? "number" : node.isBoolean() ? "boolean" : "string";
  }

  private static @Nullable String value(JsonNode node) {
    if (node.isNull()) {
      return null;
    }
    String text = node.isNumber() ? node.decimalValue().toPlainString() : node.asString("");
    return text.codePointCount(0, text.length()) <= LONGEST_VALUE
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST_VALUE)) + "…";
  }

  /** {@code billing} and {@code first_name} become {@code Billing, first name}. */
  private static String joined(String words, String name) {
    var spaced = new StringJoiner(" ");
    for (String word : name.split("[_\\s-]+", -1)) {
      spaced.add(word);
    }
    String text = spaced.toString().strip();
    if (words.isEmpty() && !text.isEmpty()) {
      return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
    return words + ", " + text;
  }
}
