package rasl.http.list;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rasl.http.Query;

/**
 * A query of a list, checked: whoever holds one need not check it again.
 *
 * @param page from 1; empty where a cursor walks
 * @param perPage 1 to 100
 * @param after the sort keys behind which the answer begins; empty where pages are asked for
 * @param sort ends with the id, so that no two rows are equal in it
 * @param searchedAlone what the spec makes of the search text, where the condition is that search
 *     and no more
 * @param fields what to return; empty for everything
 * @param binding what a cursor of this list, sort, search and filters belongs to
 * @param query all that was asked, for links to other pages
 */
public record ListQuery(
    ListSpec spec,
    Optional<Integer> page,
    int perPage,
    Optional<List<@Nullable String>> after,
    List<SortKey> sort,
    Condition condition,
    Optional<String> searchedAlone,
    Set<String> fields,
    Set<String> includes,
    String binding,
    Query query) {

  ListQuery walk(int rows, Optional<List<@Nullable String>> from) {
    return new ListQuery(
        spec,
        Optional.empty(),
        rows,
        from,
        sort,
        condition,
        searchedAlone,
        fields,
        includes,
        binding,
        query);
  }

  /** The same, of those rows only for which a condition holds that no caller wrote. */
  public ListQuery within(Condition fixed) {
    return new ListQuery(
        spec,
        page,
        perPage,
        after,
        sort,
        Condition.and(List.of(fixed, condition)),
        Optional.empty(),
        fields,
        includes,
        binding,
        query);
  }

  /** Whether a relation was asked for. */
  public boolean includes(String relation) {
    return includes.contains(relation);
  }
}
