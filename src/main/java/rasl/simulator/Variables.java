package rasl.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The variables in a template's text: {@code {{1}}} or {@code {{first_name}}}. */
final class Variables {
  private static final Pattern VARIABLE = Pattern.compile("\\{\\{([^{}]*)}}");

  private Variables() {}

  /** Their names in order of first appearance, each once. */
  static List<String> of(String text) {
    return VARIABLE.matcher(text).results().map(it -> it.group(1).strip()).distinct().toList();
  }

  /** The text with its variables filled in. */
  static String fill(String text, UnaryOperator<String> values) {
    return VARIABLE
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(values.apply(match.group(1).strip())));
  }

  /** Whether two variables touch, which the review rejects. */
  static boolean touch(String text) {
    List<MatchResult> found = new ArrayList<>(VARIABLE.matcher(text).results().toList());
    for (int i = 1; i < found.size(); i++) {
      if (found.get(i - 1).end() == found.get(i).start()) {
        return true;
      }
    }
    return false;
  }

  /** Whether the text begins or ends with a variable. */
  static boolean atTheEdge(String text) {
    String trimmed = text.strip();
    return trimmed.startsWith("{{") || trimmed.endsWith("}}");
  }

  static int words(String text) {
    String rest = VARIABLE.matcher(text).replaceAll(" ").strip();
    return rest.isEmpty() ? 0 : rest.split("\\s+").length;
  }
}
