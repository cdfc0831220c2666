package rasl.http.list;

import java.util.Optional;

/** What {@code meta.pagination} says. */
sealed interface Pagination {

  /**
   * Of a page.
   *
   * @param from the first row's number in the list, from 1; null on an empty page
   */
  record Page(
      long total,
      int perPage,
      long currentPage,
      long lastPage,
      Optional<Long> from,
      Optional<Long> to,
      Optional<String> nextCursor)
      implements Pagination {

    static Page of(ListQuery query, int page, long total, ListPage<?> found) {
      long before = (page - 1L) * query.perPage();
      boolean empty = found.rows().isEmpty();
      return new Page(
          total,
          query.perPage(),
          page,
          Math.max(1, Math.ceilDiv(total, query.perPage())),
          empty ? Optional.empty() : Optional.of(before + 1),
          empty ? Optional.empty() : Optional.of(before + found.rows().size()),
          found.nextCursor());
    }
  }

  /** Of a walk by cursor: no count, which would cost more the longer the list is. */
  record Walk(int perPage, Optional<String> nextCursor) implements Pagination {}
}
