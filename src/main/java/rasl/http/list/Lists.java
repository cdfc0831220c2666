package rasl.http.list;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import rasl.crypto.DerivedKey;
import rasl.crypto.Macs;
import rasl.db.RowReader;
import rasl.db.TenantTx;
import rasl.http.Answer;
import rasl.http.Query;
import rasl.http.Request;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lists, from the query to the answer: {@link #parse}, then {@link #read}, then {@link #answer}.
 */
public final class Lists {
  private final Cursors cursors;
  private final Supplier<String> publicUrl;
  private final ListReader reader;

  /**
   * @param cursorKey signs cursors; the same on every node, so that any may go on
   * @param publicUrl the base of the links, without a slash at its end; asked when it is needed,
   *     since a server on a free port learns its own late
   */
  public Lists(DerivedKey cursorKey, Supplier<String> publicUrl) {
    cursors = new Cursors(new Macs(cursorKey));
    reader = new ListReader(cursors);
    this.publicUrl = publicUrl;
  }

  /**
   * Reads a query.
   *
   * @throws rasl.refusal.RefusedException {@code Invalid} with everything that is wrong with it
   */
  public ListQuery parse(ListSpec spec, Query query) {
    return new ListQueryParser(cursors, spec, query).parse();
  }

  /**
   * Runs a query: counts where pages are asked for, and reads one page.
   *
   * @param columns what to select, with the aliases that the reader wants
   * @param from the tables, with the aliases that the list's expressions have; joins must keep the
   *     number of rows
   */
  public <T> ListPage<T> read(
      TenantTx tx, ListQuery query, String columns, String from, RowReader<T> row) {
    return reader.read(tx, query, columns, from, row);
  }

  /**
   * The same list as a walk from its beginning, without a count.
   *
   * @param rows in each part
   */
  public ListQuery walk(ListQuery query, int rows) {
    return query.walk(rows, Optional.empty());
  }

  /** What comes behind a page of a walk; empty at the list's end. */
  public Optional<ListQuery> next(ListQuery walk, ListPage<?> page) {
    return page.nextCursor()
        .flatMap(cursor -> cursors.read(walk.binding(), cursor))
        .map(keys -> walk.walk(walk.perPage(), Optional.of(keys)));
  }

  /** The answer to a call: see {@link #answer(String, ListQuery, ListPage)}. */
  public Answer answer(Request request, ListQuery query, ListPage<?> page) {
    return answer(request.path(), query, page);
  }

  /**
   * The answer with {@code meta.pagination} and {@code Link}; rows have the fields asked for. Of
   * its relations a row shows those that {@link ListQuery#includes} names and no others.
   *
   * @param path the call's own, as {@link Request#path} gives it
   */
  public Answer answer(String path, ListQuery query, ListPage<?> page) {
    List<Object> data = page.rows().stream().map(row -> pruned(query, row)).toList();
    Optional<String> link = link(path, query, page);
    Map<String, String> headers = link.map(value -> Map.of("Link", value)).orElseGet(Map::of);
    return new Answer(200, Optional.empty(), data, Optional.of(pagination(query, page)), headers);
  }

  private static Pagination pagination(ListQuery query, ListPage<?> page) {
    return page.total()
        .<Pagination>map(total -> Pagination.Page.of(query, query.page().orElse(1), total, page))
        .orElseGet(() -> new Pagination.Walk(query.perPage(), page.nextCursor()));
  }

  private Optional<String> link(String path, ListQuery query, ListPage<?> page) {
    String base = publicUrl.get() + encoded(path);
    return pagination(query, page) instanceof Pagination.Page counted
        ? Links.pages(base, query, counted.currentPage(), counted.lastPage())
        : Links.walk(base, query, page.nextCursor());
  }

  /** The fields asked for; the id and the relations that the row shows always stay. */
  private static Object pruned(ListQuery query, Object row) {
    if (query.fields().isEmpty()) {
      return row;
    }
    JsonNode node = row instanceof JsonNode tree ? tree : Json.mapper().valueToTree(row);
    if (node instanceof ObjectNode object) {
      var kept = new HashSet<>(query.fields());
      kept.add(ListSpec.ID);
      kept.addAll(query.includes());
      object.retain(kept);
    }
    return node;
  }

  private static String encoded(String path) {
    try {
      return new URI(null, null, path, null).toASCIIString();
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("a matched path is no path: " + path, e);
    }
  }
}
