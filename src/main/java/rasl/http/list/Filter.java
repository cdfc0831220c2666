package rasl.http.list;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import rasl.http.PlainText;

/**
 * One filter of a query: makes the condition, or says what is wrong with the value as the end of
 * "The filter[…] parameter …".
 */
record Filter(ListField field, Operator operator, String value) {
  private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,19}");
  private static final Set<Operator> WITHOUT_COLUMN =
      EnumSet.of(Operator.EQ, Operator.NE, Operator.IN, Operator.NOT_IN);

  /** A value that cannot be taken. */
  static final class BadValue extends Exception {
    private static final long serialVersionUID = 1L;

    BadValue(String message) {
      super(message, null, false, false);
    }

    String text() {
      return String.valueOf(getMessage());
    }
  }

  static boolean takes(ListField field, Operator operator) {
    return field.type().takes(operator)
        && (!field.expression().isEmpty() || WITHOUT_COLUMN.contains(operator));
  }

  Condition condition() throws BadValue {
    return switch (operator) {
      case EQ -> equal(value);
      case NE -> equal(value).not();
      case IN -> in();
      case NOT_IN -> in().not();
      case LIKE -> contains(field.expression(), value);
      case NULL -> isNull();
      case BETWEEN -> between();
      case GT, GTE, LT, LTE -> compare(operator, value);
    };
  }

  /** Contains the text, whatever its case; none of its characters is a wildcard. */
  static Condition contains(String expression, String text) {
    String plain = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    return Condition.of(expression + " ilike ? escape '\\'", "%" + plain + "%");
  }

  private Condition equal(String text) throws BadValue {
    Object checked = checked(text);
    if (field.equality().isPresent()) {
      Optional<Condition> own = field.equality().get().apply(text);
      return own.orElseThrow(() -> new BadValue("has a value that this field cannot have."));
    }
    return switch (checked) {
      case TimeSpan span ->
          Condition.of(
              "%1$s >= ? and %1$s < ?".formatted(field.expression()), span.from(), span.until());
      case String word when field.type() == FieldType.TEXT -> textual("=", word);
      default -> Condition.of(field.expression() + " = ?", checked);
    };
  }

  private Condition compare(Operator comparison, String text) throws BadValue {
    Object checked = checked(text);
    String sign =
        switch (comparison) {
          case GT -> ">";
          case GTE -> ">=";
          case LT -> "<";
          default -> "<=";
        };
    return switch (checked) {
      case TimeSpan span -> compareTime(comparison, span);
      case String word -> textual(sign, word);
      default -> Condition.of(field.expression() + " " + sign + " ?", checked);
    };
  }

  /** A span is one value: nothing inside of it is before or after it. */
  private Condition compareTime(Operator comparison, TimeSpan span) {
    String column = field.expression();
    return switch (comparison) {
      case GT -> Condition.of(column + " >= ?", span.until());
      case GTE -> Condition.of(column + " >= ?", span.from());
      case LT -> Condition.of(column + " < ?", span.from());
      default -> Condition.of(column + " < ?", span.until());
    };
  }

  private Condition textual(String sign, String word) {
    return field
        .key()
        .map(key -> Condition.of(key.expression() + " " + sign + " ?", key.fold().apply(word)))
        .orElseGet(
            () -> Condition.of("lower(" + field.expression() + ") " + sign + " lower(?)", word));
  }

  private Condition in() throws BadValue {
    var alternatives = new ArrayList<Condition>();
    for (String item : items(value)) {
      alternatives.add(equal(item));
    }
    if (alternatives.isEmpty()) {
      throw new BadValue("must have at least one value.");
    }
    return Condition.or(alternatives);
  }

  private Condition between() throws BadValue {
    List<String> ends = items(value);
    if (ends.size() != 2) {
      throw new BadValue("must have two values with a comma between them.");
    }
    return Condition.and(
        List.of(compare(Operator.GTE, ends.getFirst()), compare(Operator.LTE, ends.getLast())));
  }

  private Condition isNull() throws BadValue {
    boolean wanted = bool(value);
    return Condition.of(field.expression() + (wanted ? " is null" : " is not null"));
  }

  private Object checked(String text) throws BadValue {
    return switch (field.type()) {
      case TEXT -> text;
      case INTEGER -> integer(text);
      case BOOLEAN -> bool(text);
      case TIME ->
          TimeSpan.parse(text)
              .orElseThrow(
                  () -> new BadValue("must be a date (YYYY-MM-DD) or ISO 8601 with offset."));
      case ENUM ->
          field.allowed().stream()
              .filter(text::equalsIgnoreCase)
              .findFirst()
              .orElseThrow(
                  () -> new BadValue("must be one of " + String.join(", ", field.allowed()) + "."));
    };
  }

  private static Long integer(String text) throws BadValue {
    try {
      if (INTEGER.matcher(text).matches()) {
        return Long.valueOf(text);
      }
    } catch (NumberFormatException _) {
      // 19 digits, and yet more than a long holds: no integer of ours, as below.
    }
    throw new BadValue("must be an integer.");
  }

  private static Boolean bool(String text) throws BadValue {
    return switch (text) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw new BadValue("must be true or false.");
    };
  }

  static List<String> items(String list) {
    return Arrays.stream(list.split(",", -1))
        .map(PlainText::trim)
        .filter(item -> !item.isEmpty())
        .toList();
  }
}
