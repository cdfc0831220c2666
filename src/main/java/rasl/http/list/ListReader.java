package rasl.http.list;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import rasl.db.RowReader;
import rasl.db.TenantTx;

/** Runs a list's query. Its statements are made of the list's own description, never of values. */
final class ListReader {
  private static final String KEY = "list_key_";

  /** Pages so far behind the first are found as any other search. */
  private static final int MOST_NEWEST = 1000;

  private final Cursors cursors;

  ListReader(Cursors cursors) {
    this.cursors = cursors;
  }

  <T> ListPage<T> read(
      TenantTx tx, ListQuery query, String columns, String from, RowReader<T> reader) {
    Optional<Long> total = query.page().map(_ -> count(tx, count(query, from)));
    long offset = (query.page().orElse(1) - 1L) * query.perPage();
    if (total.isPresent() && offset >= total.get()) {
      return new ListPage<>(List.of(), total, Optional.empty());
    }
    Condition statement = page(query, columns, from, offset);
    List<Row<T>> rows =
        tx.query(
            statement.sql(),
            row -> new Row<>(reader.read(row), keys(query.sort(), row)),
            statement.parameters().toArray());
    return page(query, rows, total);
  }

  private static Condition where(ListQuery query) {
    return query
        .after()
        .map(keys -> List.of(query.condition(), Keyset.after(query.sort(), keys)))
        .map(Condition::and)
        .orElse(query.condition());
  }

  /** The statement that gives a page's rows, and one row more. */
  static Condition page(ListQuery query, String columns, String from, long offset) {
    long most = offset + query.perPage() + 1;
    Condition shown = searchedNewest(query, most).orElseGet(() -> where(query));
    var parameters = new ArrayList<>(shown.parameters());
    String limit = limit(query, offset, parameters);
    String sql =
        """
        select %s, %s
        from %s
        where %s
        order by %s
        %s
        """
            .formatted(
                columns,
                keyColumns(query.sort()),
                from,
                shown.sql(),
                Keyset.orderBy(query.sort()),
                limit);
    return new Condition(sql, parameters);
  }

  /**
   * Where no value decides which index is best, a limit that PostgreSQL knows lets it keep one plan
   * for all; making it anew takes as long as a page. Where conditions hold values it does not know
   * the limit, and makes one for them each time: one plan for all values would read a million rows
   * for the rare one.
   */
  private static String limit(ListQuery query, long offset, List<Object> parameters) {
    int most = query.perPage() + 1;
    if (offset == 0
        && (query.condition().equals(Condition.ALL) || query.searchedAlone().isPresent())) {
      return "limit " + most;
    }
    parameters.add(most);
    parameters.add(offset);
    return "limit ? offset ?";
  }

  /** The rows of a page that is searched for and no more, as the database finds them quickest. */
  private static Optional<Condition> searchedNewest(ListQuery query, long most) {
    ListSpec spec = query.spec();
    if (query.searchedAlone().isEmpty()
        || spec.searchedAlone().isEmpty()
        || most > MOST_NEWEST
        || !query.sort().equals(spec.defaultSort())) {
      return Optional.empty();
    }
    var parameters = new ArrayList<Object>();
    parameters.add(query.searchedAlone().get());
    query.after().ifPresent(keys -> parameters.addAll(Keyset.parameters(query.sort(), keys)));
    parameters.add((int) most);
    String behind = query.after().isPresent() ? "?, ?" : "'infinity', 9223372036854775807";
    return Optional.of(
        new Condition(
            "%s in (select found from %s(?, %s, ?) as found)"
                .formatted(spec.idExpression(), spec.searchedAlone().get().newest(), behind),
            parameters));
  }

  /** One row more than the page holds was asked for: it tells whether there is a next page. */
  private <T> ListPage<T> page(ListQuery query, List<Row<T>> rows, Optional<Long> total) {
    boolean more = rows.size() > query.perPage();
    List<Row<T>> shown = more ? rows.subList(0, query.perPage()) : rows;
    Optional<String> next =
        more
            ? Optional.of(cursors.write(query.binding(), shown.getLast().keys()))
            : Optional.empty();
    return new ListPage<>(shown.stream().map(Row::value).toList(), total, next);
  }

  private static long count(TenantTx tx, Condition statement) {
    return tx.first(statement.sql(), row -> row.getLong(1), statement.parameters().toArray())
        .orElse(0L);
  }

  /** The statement that counts what all pages hold. */
  static Condition count(ListQuery query, String from) {
    if (query.searchedAlone().isPresent() && query.spec().searchedAlone().isPresent()) {
      String counting = query.spec().searchedAlone().get().count();
      return Condition.of("select %s(?)".formatted(counting), query.searchedAlone().get());
    }
    Condition where = where(query);
    String sql =
        query
            .spec()
            .wholeCount()
            .filter(_ -> where.equals(Condition.ALL))
            .orElseGet(() -> "select count(*) from %s where %s".formatted(from, where.sql()));
    return new Condition(sql, where.parameters());
  }

  private static String keyColumns(List<SortKey> sort) {
    return IntStream.range(0, sort.size())
        .mapToObj(i -> sort.get(i).field().sortExpression() + " as " + KEY + i)
        .collect(Collectors.joining(", "));
  }

  private static List<@Nullable String> keys(List<SortKey> sort, ResultSet row)
      throws SQLException {
    var keys = new ArrayList<@Nullable String>();
    for (int i = 0; i < sort.size(); i++) {
      keys.add(sort.get(i).field().type().read(row, KEY + i));
    }
    return keys;
  }

  private record Row<T>(T value, List<@Nullable String> keys) {}
}
