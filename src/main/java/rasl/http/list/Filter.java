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
  /** How many values {@code in} and {@code not_in} take. */
  static final int MOST_VALUES = 100;

  /** How long a text may be that is looked for in others, in characters. */
  static final int LONGEST_PART = 255;

  private static final int SHOWN = 50;
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
      case EQ -> anyOf(List.of(value));
      case NE -> anyOf(List.of(value)).not();
      case IN -> anyOf(values());
      case NOT_IN -> anyOf(values()).not();
      case LIKE -> contains(field.expression(), part(value));
      case NULL -> isNull();
      case BETWEEN -> between();
      case GT, GTE, LT, LTE -> compare(operator, value);
    };
  }

  /** Contains the text, whatever its case; none of its characters is a wildcard. */
  static Condition contains(String expression, String text) {
    return Condition.of("contains_text(" + expression + ", ?)", text);
  }

  static boolean isTooLong(String part) {
    return part.codePointCount(0, part.length()) > LONGEST_PART;
  }

  private static String part(String text) throws BadValue {
    if (isTooLong(text)) {
      throw new BadValue("must be at most " + LONGEST_PART + " characters.");
    }
    return text;
  }

  /** The row has one of the values. */
  private Condition anyOf(List<String> texts) throws BadValue {
    var checked = new ArrayList<Object>();
    for (String text : texts) {
      checked.add(checked(text));
    }
    if (field.own().isPresent()) {
      return own(field.own().get(), checked);
    }
    return switch (field.type()) {
      case TIME -> Condition.or(checked.stream().map(this::during).toList());
      case TEXT -> textual(checked.stream().map(String::valueOf).toList());
      case INTEGER -> oneOf(field.expression(), checked.toArray(Long[]::new));
      case BOOLEAN -> oneOf(field.expression(), checked.toArray(Boolean[]::new));
      case ENUM -> oneOf(field.expression(), checked.toArray(String[]::new));
    };
  }

  private static Condition own(ListField.Own own, List<Object> values) throws BadValue {
    Optional<Condition> made = own.anyOf().apply(values);
    if (made.isPresent()) {
      return made.get();
    }
    for (Object value : values) {
      if (own.anyOf().apply(List.of(value)).isEmpty()) {
        throw wrong(String.valueOf(value), own.wanted());
      }
    }
    throw new BadValue("must be " + own.wanted() + ".");
  }

  private static <T> Condition oneOf(String expression, T[] values) {
    return values.length == 1
        ? Condition.of(expression + " = ?", values[0])
        : Condition.of(expression + " = any(?)", (Object) values);
  }

  private Condition during(Object span) {
    TimeSpan time = (TimeSpan) span;
    return Condition.of(
        "%1$s >= ? and %1$s < ?".formatted(field.expression()), time.from(), time.until());
  }

  private Condition textual(List<String> words) {
    if (words.size() == 1) {
      return textual("=", words.getFirst());
    }
    if (field.key().isPresent()) {
      ListField.Key key = field.key().get();
      return oneOf(key.expression(), words.stream().map(key.fold()).toArray(String[]::new));
    }
    return Condition.of(
        "lower(%s) in (select lower(word) from unnest(?) as word)".formatted(field.expression()),
        (Object) words.toArray(String[]::new));
  }

  private Condition textual(String sign, String word) {
    return field
        .key()
        .map(key -> Condition.of(key.expression() + " " + sign + " ?", key.fold().apply(word)))
        .orElseGet(
            () -> Condition.of("lower(" + field.expression() + ") " + sign + " lower(?)", word));
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

  private List<String> values() throws BadValue {
    List<String> items = items(value);
    if (items.isEmpty()) {
      throw new BadValue("must have at least one value.");
    }
    if (items.size() > MOST_VALUES) {
      throw new BadValue(
          "takes at most %d values, and has %d.".formatted(MOST_VALUES, items.size()));
    }
    return items;
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
    return field.type() == FieldType.ENUM
        ? field.allowed().stream()
            .filter(text::equalsIgnoreCase)
            .findFirst()
            .orElseThrow(() -> wrong(text, "one of " + String.join(", ", field.allowed())))
        : checked(field.type(), text);
  }

  /** A value of a type as it is compared: a text, {@code Long}, {@code Boolean} or time span. */
  static Object checked(FieldType type, String text) throws BadValue {
    return switch (type) {
      case TEXT, ENUM -> text;
      case INTEGER -> integer(text);
      case BOOLEAN -> bool(text);
      case TIME -> TimeSpan.parse(text).orElseThrow(() -> wrong(text, type.wanted()));
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
    throw wrong(text, FieldType.INTEGER.wanted());
  }

  private static Boolean bool(String text) throws BadValue {
    return switch (text) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw wrong(text, FieldType.BOOLEAN.wanted());
    };
  }

  /** Says what a value looks like, and which is none: of a list it may be one of a hundred. */
  private static BadValue wrong(String text, String wanted) {
    String shown =
        text.codePointCount(0, text.length()) > SHOWN
            ? text.substring(0, text.offsetByCodePoints(0, SHOWN)) + "…"
            : text;
    return new BadValue("must be " + wanted + "; " + shown + " is not.");
  }

  static List<String> items(String list) {
    return Arrays.stream(list.split(",", -1))
        .map(PlainText::trim)
        .filter(item -> !item.isEmpty())
        .toList();
  }
}
