package rasl.http.list;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The {@code Link} header (RFC 8288): the same call for other pages, all its other parameters kept.
 */
final class Links {
  /** Clients and proxies take 8 KiB of head in all; a longer value is left out. */
  private static final int MAX_LENGTH = 6_000;

  private static final Set<String> PLACE = Set.of("page", "cursor");

  private final String base;
  private final ListQuery query;
  private final List<String> links = new ArrayList<>();

  private Links(String base, ListQuery query) {
    this.base = base;
    this.query = query;
  }

  /**
   * Links between pages.
   *
   * @param base the list's absolute URL without query
   */
  static Optional<String> pages(String base, ListQuery query, long page, long last) {
    var links = new Links(base, query);
    links.add("first", "page", "1");
    if (page > 1) {
      links.add("prev", "page", Long.toString(Math.min(page - 1, last)));
    }
    if (page < last) {
      links.add("next", "page", Long.toString(page + 1));
    }
    links.add("last", "page", Long.toString(last));
    return links.header();
  }

  /** Links of a walk by cursor: there is no way back and no known last. */
  static Optional<String> walk(String base, ListQuery query, Optional<String> nextCursor) {
    var links = new Links(base, query);
    links.add("first", "page", "1");
    nextCursor.ifPresent(cursor -> links.add("next", "cursor", cursor));
    return links.header();
  }

  private void add(String relation, String parameter, String value) {
    var url = new StringBuilder(base).append('?');
    query
        .query()
        .parameters()
        .forEach(
            (name, values) -> {
              if (!PLACE.contains(name)) {
                values.forEach(v -> url.append(encoded(name, v)).append('&'));
              }
            });
    url.append(encoded(parameter, value));
    links.add("<%s>; rel=\"%s\"".formatted(url, relation));
  }

  private Optional<String> header() {
    String all = String.join(", ", links);
    return all.length() > MAX_LENGTH ? Optional.empty() : Optional.of(all);
  }

  private static String encoded(String name, String value) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8)
        + "="
        + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
