package rasl.http.list;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The rows of one page.
 *
 * @param total how many rows the whole list has; empty where a cursor walks
 * @param nextCursor empty at the end of the list
 */
public record ListPage<T>(List<T> rows, Optional<Long> total, Optional<String> nextCursor) {
  public ListPage {
    rows = List.copyOf(rows);
  }

  /** The same page with each row as something else, such as a record for the answer. */
  public <R> ListPage<R> map(Function<T, R> to) {
    return new ListPage<>(rows.stream().<R>map(to).toList(), total, nextCursor);
  }
}
