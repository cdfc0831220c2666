package rasl.http.list;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A field of a list, as data. A fresh one can neither be sorted nor filtered nor searched by, and
 * may be null.
 *
 * @param name as callers write it
 * @param expression the column, with its table's alias; empty for a field that exists only as a
 *     custom filter
 * @param allowed the values of an {@link FieldType#ENUM}
 * @param key a stored column for text without regard to case
 * @param own how the room itself compares the field with values
 * @param can what the field may be used for
 * @param searched the folded column and the column, where the field is searched
 */
public record ListField(
    String name,
    String expression,
    FieldType type,
    List<String> allowed,
    Optional<Key> key,
    Optional<Own> own,
    Can can,
    Optional<String> searched) {

  /**
   * A column that holds the text with its case folded. Under row-level security only plain equality
   * of a stored column finds an index.
   *
   * @param fold makes a value comparable with the column
   */
  public record Key(String expression, UnaryOperator<String> fold) {}

  /**
   * A comparison of the room's own, such as for a phone in any spelling.
   *
   * @param anyOf the condition that a row has one of some values, each of the field's type: a
   *     {@code Long}, {@code Boolean} or {@code String}; empty where one of them can be no value
   * @param wanted what a value looks like, as the end of "must be"
   */
  public record Own(Function<List<Object>, Optional<Condition>> anyOf, String wanted) {}

  /**
   * What a field may be used for.
   *
   * @param notNull whether the column is never null: such sorts walk an index by row comparison
   */
  public record Can(boolean sort, boolean filter, boolean notNull) {}

  private static final Can NOTHING = new Can(false, false, false);

  public ListField {
    allowed = List.copyOf(allowed);
  }

  public static ListField text(String name, String expression) {
    return plain(name, expression, FieldType.TEXT);
  }

  public static ListField integer(String name, String expression) {
    return plain(name, expression, FieldType.INTEGER);
  }

  public static ListField bool(String name, String expression) {
    return plain(name, expression, FieldType.BOOLEAN);
  }

  public static ListField time(String name, String expression) {
    return plain(name, expression, FieldType.TIME);
  }

  /** Text of a known set; its values are taken in any case. */
  public static ListField oneOf(String name, String expression, List<String> allowed) {
    return new ListField(
        name,
        expression,
        FieldType.ENUM,
        allowed,
        Optional.empty(),
        Optional.empty(),
        NOTHING,
        Optional.empty());
  }

  /**
   * A field that is no column, such as the groups that a contact belongs to. It takes equality,
   * {@code ne}, {@code in} and {@code not_in}.
   *
   * @param anyOf the condition that a row has one of some values, which are of the type already
   */
  public static ListField filter(
      String name, FieldType type, Function<List<Object>, Condition> anyOf) {
    var own = new Own(values -> Optional.of(anyOf.apply(values)), type.wanted());
    return plain(name, "", type).comparedBy(own).filterable();
  }

  public ListField sortable() {
    return with(new Can(true, can.filter, can.notNull));
  }

  public ListField filterable() {
    return with(new Can(can.sort, true, can.notNull));
  }

  /** Text that is searched in whatever way it is written, and folded for it: in short lists. */
  public ListField searchable() {
    return searchable("folded_text(" + expression + ")");
  }

  /**
   * The same of a list of any length.
   *
   * @param folded a column with the {@link rasl.text.Folding#key} of the text
   */
  public ListField searchable(String folded) {
    var made = Optional.of(folded + ", " + expression);
    return new ListField(name, expression, type, allowed, key, own, can, made);
  }

  /** The column is declared not null. */
  public ListField notNull() {
    return with(new Can(can.sort, can.filter, true));
  }

  /** Compares and sorts by a stored column whose case is folded. */
  public ListField keyed(String keyExpression, UnaryOperator<String> fold) {
    var made = Optional.of(new Key(keyExpression, fold));
    return new ListField(name, expression, type, allowed, made, own, can, searched);
  }

  /** Replaces equality, {@code ne}, {@code in} and {@code not_in}. */
  public ListField comparedBy(Own comparison) {
    return new ListField(
        name, expression, type, allowed, key, Optional.of(comparison), can, searched);
  }

  /** What the list is sorted by. */
  String sortExpression() {
    return key.map(Key::expression).orElse(expression);
  }

  private ListField with(Can now) {
    return new ListField(name, expression, type, allowed, key, own, now, searched);
  }

  private static ListField plain(String name, String expression, FieldType type) {
    return new ListField(
        name,
        expression,
        type,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        NOTHING,
        Optional.empty());
  }
}
