package rasl.http.list;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rows that come after a given one in a sort, at the same cost wherever in the list it is. */
final class Keyset {
  private Keyset() {}

  /** The order of the list. */
  static String orderBy(List<SortKey> sort) {
    return sort.stream().map(SortKey::orderBy).collect(Collectors.joining(", "));
  }

  /**
   * What comes after a row.
   *
   * @param keys that row's sort keys, as {@link FieldType#read} gave them
   */
  static Condition after(List<SortKey> sort, List<@Nullable String> keys) {
    boolean oneWay =
        sort.stream().allMatch(k -> k.field().can().notNull())
            && sort.stream().map(SortKey::descending).distinct().count() == 1;
    return oneWay ? rowComparison(sort, keys) : stepByStep(sort, keys);
  }

  /** PostgreSQL turns a comparison of rows into the start of an index scan. */
  private static Condition rowComparison(List<SortKey> sort, List<@Nullable String> keys) {
    List<Object> parameters = parameters(sort, keys);
    String columns =
        sort.stream().map(k -> k.field().sortExpression()).collect(Collectors.joining(", "));
    String marks = sort.stream().map(_ -> "?").collect(Collectors.joining(", "));
    String sign = sort.getFirst().descending() ? "<" : ">";
    return new Condition("(%s) %s (%s)".formatted(columns, sign, marks), parameters);
  }

  /** The keys of a row as parameters; none of them is ever null. */
  static List<Object> parameters(List<SortKey> sort, List<@Nullable String> keys) {
    var parameters = new ArrayList<Object>();
    for (int i = 0; i < sort.size(); i++) {
      String key = keys.get(i);
      if (key == null) {
        throw new IllegalArgumentException(sort.get(i).field().name() + " is null in a cursor");
      }
      parameters.add(sort.get(i).field().type().parameter(key));
    }
    return parameters;
  }

  /**
   * Equal in the first keys and after in the next. The bound on the first key says nothing new, but
   * an index scan can begin there.
   */
  private static Condition stepByStep(List<SortKey> sort, List<@Nullable String> keys) {
    var alternatives = new ArrayList<Condition>();
    var equal = new ArrayList<Condition>();
    for (int i = 0; i < sort.size(); i++) {
      var all = new ArrayList<>(equal);
      all.add(strictlyAfter(sort.get(i), keys.get(i)));
      alternatives.add(Condition.and(all));
      equal.add(same(sort.get(i), keys.get(i)));
    }
    SortKey first = sort.getFirst();
    String key = keys.getFirst();
    Condition walk = Condition.or(alternatives);
    if (key == null || !first.field().can().notNull()) {
      return walk;
    }
    String bound = first.field().sortExpression() + (first.descending() ? " <= ?" : " >= ?");
    return Condition.and(List.of(Condition.of(bound, first.field().type().parameter(key)), walk));
  }

  private static Condition same(SortKey by, @Nullable String key) {
    String column = by.field().sortExpression();
    return key == null
        ? Condition.of(column + " is null")
        : Condition.of(column + " = ?", by.field().type().parameter(key));
  }

  private static Condition strictlyAfter(SortKey by, @Nullable String key) {
    String column = by.field().sortExpression();
    if (key == null) {
      return Condition.of(by.descending() ? column + " is not null" : "false");
    }
    String sql = by.descending() ? column + " < ?" : "%1$s > ? or %1$s is null".formatted(column);
    return Condition.of(sql, by.field().type().parameter(key));
  }
}
