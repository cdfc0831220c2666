package rasl.http.list;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A condition of SQL with its parameters.
 *
 * @param sql written by us, never by a caller; one {@code ?} a parameter
 * @param parameters none is null
 * @param known whether it is true or false for every row, and never null
 */
public record Condition(String sql, List<Object> parameters, boolean known) {
  /** True for every row. */
  static final Condition ALL = new Condition("true", List.of());

  public Condition {
    parameters = List.copyOf(parameters);
  }

  public Condition(String sql, List<Object> parameters) {
    this(sql, parameters, false);
  }

  public static Condition of(String sql, Object... parameters) {
    return new Condition(sql, List.of(parameters));
  }

  /**
   * Whether a query gives a row. The complement of it is one that PostgreSQL answers for all rows
   * at once, however many the query gives.
   */
  public static Condition exists(String query, Object... parameters) {
    return new Condition("exists (" + query + ")", List.of(parameters), true);
  }

  /** All of them; true where there is none. */
  static Condition and(List<Condition> conditions) {
    return conditions.isEmpty() ? ALL : join(conditions, " and ");
  }

  /** At least one of them; false where there is none. */
  public static Condition or(List<Condition> conditions) {
    return conditions.isEmpty() ? of("false") : join(conditions, " or ");
  }

  /** The exact complement: rows for which the condition is false or, over a null, unknown. */
  public Condition not() {
    return new Condition(known ? "not " + sql : "(" + sql + ") is not true", parameters);
  }

  private static Condition join(List<Condition> conditions, String word) {
    var parameters = new ArrayList<Object>();
    conditions.forEach(condition -> parameters.addAll(condition.parameters));
    String sql = conditions.stream().map(c -> "(" + c.sql + ")").collect(Collectors.joining(word));
    return new Condition(sql, parameters);
  }
}
