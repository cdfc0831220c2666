package rasl.http.list;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import rasl.http.PlainText;
import tools.jackson.databind.JsonNode;

/**
 * One condition of a {@link JsonFilter}.
 *
 * @param values what is compared with, as {@link Filter#checked} gives it
 */
record JsonCondition(String path, FieldType type, Operator operator, List<Object> values) {
  JsonCondition {
    values = List.copyOf(values);
  }

  /** Checks the values, a comma list among them where one text stands for many. */
  static JsonCondition of(String path, FieldType type, Operator operator, List<String> texts)
      throws Filter.BadValue {
    boolean many =
        operator == Operator.IN || operator == Operator.NOT_IN || operator == Operator.BETWEEN;
    List<String> words = many && texts.size() == 1 ? Filter.items(texts.getFirst()) : texts;
    checkNumber(operator, words.size(), many);
    var values = new ArrayList<Object>();
    for (String word : words) {
      values.add(
          operator == Operator.NULL
              ? Filter.checked(FieldType.BOOLEAN, word)
              : folded(Filter.checked(type, word)));
    }
    return new JsonCondition(path, type, operator, values);
  }

  private static void checkNumber(Operator operator, int number, boolean many)
      throws Filter.BadValue {
    if (operator == Operator.BETWEEN && number != 2) {
      throw new Filter.BadValue("must have two values.");
    }
    if (!many && number != 1) {
      throw new Filter.BadValue("must be one value.");
    }
    if (number == 0) {
      throw new Filter.BadValue("must have at least one value.");
    }
    if (number > Filter.MOST_VALUES) {
      throw new Filter.BadValue(
          "takes at most %d values, and has %d.".formatted(Filter.MOST_VALUES, number));
    }
  }

  boolean holds(JsonNode document) {
    return switch (operator) {
      case NE, NOT_IN -> !any(document, this::equalsOne);
      case NULL -> any(document, _ -> true) != values.contains(true);
      case EQ, IN -> any(document, this::equalsOne);
      case LIKE -> any(document, value -> text(value).contains(String.valueOf(values.getFirst())));
      case GT, GTE, LT, LTE -> any(document, value -> compares(operator, value, values.getFirst()));
      case BETWEEN ->
          any(
              document,
              value ->
                  compares(Operator.GTE, value, values.getFirst())
                      && compares(Operator.LTE, value, values.getLast()));
    };
  }

  /** Whether it is true of what the path leads to, or of one of many. */
  private boolean any(JsonNode document, Predicate<JsonNode> condition) {
    return any(document, 0, condition);
  }

  private boolean any(JsonNode node, int from, Predicate<JsonNode> condition) {
    if (node.isArray()) {
      for (JsonNode item : node) {
        if (any(item, from, condition)) {
          return true;
        }
      }
      return false;
    }
    if (from > path.length()) {
      return !node.isNull() && !node.isMissingNode() && condition.test(node);
    }
    int dot = path.indexOf('.', from);
    int end = dot < 0 ? path.length() : dot;
    return node.isObject() && any(node.path(path.substring(from, end)), end + 1, condition);
  }

  private boolean equalsOne(JsonNode value) {
    return values.stream()
        .anyMatch(
            wanted ->
                switch (wanted) {
                  case Long number ->
                      value.isNumber()
                          && value.decimalValue().compareTo(BigDecimal.valueOf(number)) == 0;
                  case Boolean truth -> value.isBoolean() && value.booleanValue() == truth;
                  case TimeSpan span -> order(value, span) == 0;
                  default -> !value.isContainer() && text(value).equals(wanted);
                });
  }

  private static boolean compares(Operator operator, JsonNode value, Object wanted) {
    if (value.isContainer() || (wanted instanceof Long && !value.isNumber())) {
      return false;
    }
    int order =
        switch (wanted) {
          case Long number -> value.decimalValue().compareTo(BigDecimal.valueOf(number));
          case TimeSpan span -> order(value, span);
          default -> text(value).compareTo(String.valueOf(wanted));
        };
    return switch (operator) {
      case GT -> order > 0 && order != NO_TIME;
      case GTE -> order >= 0 && order != NO_TIME;
      case LT -> order < 0;
      default -> order <= 0;
    };
  }

  /** What {@link #order} says of what is no time: it is neither before nor after one. */
  private static final int NO_TIME = Integer.MAX_VALUE;

  /** Negative before the span, 0 in it, positive after it. */
  private static int order(JsonNode value, TimeSpan span) {
    return TimeSpan.parse(value.asString(""))
        .map(
            time ->
                time.from().isBefore(span.from()) ? -1 : time.from().isBefore(span.until()) ? 0 : 1)
        .orElse(NO_TIME);
  }

  private static Object folded(Object value) {
    return value instanceof String text ? PlainText.lower(text) : value;
  }

  private static String text(JsonNode value) {
    return value.isContainer() ? "" : PlainText.lower(value.asString(""));
  }
}
