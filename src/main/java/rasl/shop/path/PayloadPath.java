package rasl.shop.path;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A path into a payload, such as {@code billing.phone}, {@code line_items[0].name}, {@code
 * line_items[*].name} or {@code data['first name']}: names, indexes and all items of a list, and
 * nothing that could take long. The part of JSONPath (RFC 9535) that has no filters and no
 * recursion; a {@code $} at its beginning is allowed.
 */
public final class PayloadPath {
  /** Longer ones lead nowhere: payloads are at most a hundred levels deep. */
  public static final int LONGEST = 500;

  /** More values than these are not collected. */
  private static final int MOST_VALUES = 1000;

  private static final int MOST_STEPS = 100;
  private static final Pattern NAME = Pattern.compile("[^.\\[\\]'\"\\s]+");
  private static final Pattern STEP =
      Pattern.compile(
          "\\.?([^.\\[\\]'\"\\s]+)|\\[(\\d{1,6})]|\\[(\\*)]|\\['([^'\\\\]+)']|\\[\"([^\"\\\\]+)\"]");

  private final String text;
  private final List<Step> steps;

  private PayloadPath(String text, List<Step> steps) {
    this.text = text;
    this.steps = List.copyOf(steps);
  }

  private sealed interface Step {
    record Field(String name) implements Step {}

    record Item(int index) implements Step {}

    record Items() implements Step {}
  }

  /** Reads a path; empty where it is none. */
  public static Optional<PayloadPath> parse(String text) {
    String path = text.startsWith("$.") ? text.substring(2) : text.replaceFirst("^\\$", "");
    if (path.isEmpty() || path.length() > LONGEST || path.startsWith(".")) {
      return Optional.empty();
    }
    var steps = new ArrayList<Step>();
    Matcher matcher = STEP.matcher(path);
    int at = 0;
    while (at < path.length() && steps.size() < MOST_STEPS) {
      boolean named = at > 0 && path.charAt(at) != '.' && path.charAt(at) != '[';
      if (named || !matcher.region(at, path.length()).lookingAt()) {
        return Optional.empty();
      }
      steps.add(step(matcher));
      at = matcher.end();
    }
    return at == path.length() ? Optional.of(new PayloadPath(text, steps)) : Optional.empty();
  }

  private static Step step(Matcher found) {
    if (found.group(2) != null) {
      return new Step.Item(Integer.parseInt(found.group(2)));
    }
    if (found.group(3) != null) {
      return new Step.Items();
    }
    for (int group : new int[] {1, 4, 5}) {
      String name = found.group(group);
      if (name != null) {
        return new Step.Field(name);
      }
    }
    throw new IllegalStateException("a step is a name, an index or a star");
  }

  /** The path as it was written. */
  public String text() {
    return text;
  }

  /** All that it leads to; nothing where a part of it is missing, or is null. */
  public List<JsonNode> values(JsonNode payload) {
    List<JsonNode> values = List.of(payload);
    for (Step step : steps) {
      values = next(values, step);
    }
    return values.stream().filter(value -> !value.isNull()).toList();
  }

  private static List<JsonNode> next(List<JsonNode> values, Step step) {
    var next = new ArrayList<JsonNode>();
    for (JsonNode value : values) {
      switch (step) {
        case Step.Field(String name) -> add(next, value.isObject() ? value.get(name) : null);
        case Step.Item(int index) -> add(next, value.isArray() ? value.get(index) : null);
        case Step.Items _ -> {
          if (value.isArray()) {
            value.forEach(item -> add(next, item));
          }
        }
      }
    }
    return next;
  }

  private static void add(List<JsonNode> values, @Nullable JsonNode value) {
    if (value != null && values.size() < MOST_VALUES) {
      values.add(value);
    }
  }

  /** A path with one more name. */
  static String named(String path, String name) {
    if (NAME.matcher(name).matches()) {
      return path.isEmpty() ? name : path + "." + name;
    }
    return path + (name.contains("'") ? "[\"" + name + "\"]" : "['" + name + "']");
  }
}
