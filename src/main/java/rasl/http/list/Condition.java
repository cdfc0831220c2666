package rasl.http.list;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A condition of SQL with its parameters.
 *
 * @param sql written by us, never by a caller; one {@code ?} a parameter
 * @param parameters none is null
 */
public record Condition(String sql, List<Object> parameters) {
  /** True for every row. */
  static final Condition ALL = new Condition("true", List.of());

  public Condition {
    parameters = List.copyOf(parameters);
  }

  public static Condition of(String sql, Object... parameters) {
    return new Condition(sql, List.of(parameters));
  }

  /** All of them; true where there is none. */
  static Condition and(List<Condition> conditions) {
    return conditions.isEmpty() ? ALL : join(conditions, " and ");
  }

  /** At least one of them; false where there is none. */
  static Condition or(List<Condition> conditions) {
    return conditions.isEmpty() ? of("false") : join(conditions, " or ");
  }

  /** The exact complement: rows for which the condition is false or, over a null, unknown. */
  Condition not() {
    return new Condition("(" + sql + ") is not true", parameters);
  }

  private static Condition join(List<Condition> conditions, String word) {
    var parameters = new ArrayList<Object>();
    conditions.forEach(condition -> parameters.addAll(condition.parameters));
    String sql = conditions.stream().map(c -> "(" + c.sql + ")").collect(Collectors.joining(word));
    return new Condition(sql, parameters);
  }
}
