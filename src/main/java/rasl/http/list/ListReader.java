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
    Condition where =
        query
            .after()
            .map(keys -> List.of(query.condition(), Keyset.after(query.sort(), keys)))
            .map(Condition::and)
            .orElse(query.condition());
    Optional<Long> total = query.page().map(_ -> count(tx, query, from, where));
    long offset = (query.page().orElse(1) - 1L) * query.perPage();
    if (total.isPresent() && offset >= total.get()) {
      return new ListPage<>(List.of(), total, Optional.empty());
    }
    long most = offset + query.perPage() + 1;
    Condition shown = searchedNewest(query, most).orElse(where);
    var parameters = new ArrayList<@Nullable Object>(shown.parameters());
    String limit = limit(query, offset, parameters);
    List<Row<T>> rows =
        tx.query(
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
                    limit),
            row -> new Row<>(reader.read(row), keys(query.sort(), row)),
            parameters.toArray());
    return page(query, rows, total);
  }

  /**
   * Where no value decides which index is best, a limit that PostgreSQL knows lets it keep one plan
   * for all; making it anew takes as long as a page. Where conditions hold values it does not know
   * the limit, and makes one for them each time: one plan for all values would read a million rows
   * for the rare one.
   */
  private static String limit(ListQuery query, long offset, List<@Nullable Object> parameters) {
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

  private static long count(TenantTx tx, ListQuery query, String from, Condition where) {
    if (query.searchedAlone().isPresent() && query.spec().searchedAlone().isPresent()) {
      String counting = query.spec().searchedAlone().get().count();
      return tx.first(
              "select %s(?)".formatted(counting),
              row -> row.getLong(1),
              query.searchedAlone().get())
          .orElse(0L);
    }
    Optional<String> known = query.spec().wholeCount().filter(_ -> where.equals(Condition.ALL));
    return tx.first(
            known.orElseGet(() -> "select count(*) from %s where %s".formatted(from, where.sql())),
            row -> row.getLong(1),
            where.parameters().toArray())
        .orElse(0L);
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
