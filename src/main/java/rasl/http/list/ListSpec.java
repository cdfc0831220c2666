package rasl.http.list;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import rasl.text.Folding;

/**
 * A list, described once as data. {@code id} can be sorted and filtered by in every list; the order
 * without {@code sort} is newest first, so {@code created_at} must be sortable.
 *
 * @param name the list's own name: a cursor of another list is refused
 * @param idExpression the column of the id, unique in the list and never null
 * @param fields all that callers may sort, filter or search by; the id is added by itself
 * @param search how rows are searched; where there is none, searchable fields are compared one by
 *     one
 * @param returned the names that {@code fields} may ask for
 * @param includes the relations that callers may ask for
 * @param searchedAlone quicker ways for a search without filters, where there are some
 * @param wholeCount a query without parameters that gives exactly as many as the list has without
 *     search and filters, where the database knows that without counting
 */
public record ListSpec(
    String name,
    String idExpression,
    List<ListField> fields,
    Optional<Search> search,
    List<String> returned,
    List<String> includes,
    Optional<SearchedAlone> searchedAlone,
    Optional<String> wholeCount) {

  /**
   * A search by a function of the database.
   *
   * @param function takes what is wanted, and returns the ids of the rows found
   * @param wanted makes that of the text that a caller looks for; empty where no row has it
   */
  public record Search(String function, UnaryOperator<String> wanted) {

    /** One for text in whatever way it is written. */
    public static Search folded(String function) {
      return new Search(function, Folding::folded);
    }
  }

  /**
   * Functions of the database.
   *
   * @param newest takes what is wanted, a {@code created_at}, an id and a number, and returns the
   *     ids of the first so many rows found behind the two, in the order without {@code sort}
   * @param count takes what is wanted and returns how many rows are found
   */
  public record SearchedAlone(String newest, String count) {}

  static final String ID = "id";
  private static final String CREATED_AT = "created_at";

  public ListSpec {
    var all = new ArrayList<ListField>();
    all.add(ListField.integer(ID, idExpression).sortable().filterable().notNull());
    fields.stream().filter(field -> !field.name().equals(ID)).forEach(all::add);
    fields = List.copyOf(all);
    returned = List.copyOf(returned);
    includes = List.copyOf(includes);
    if (fields.stream().noneMatch(f -> f.name().equals(CREATED_AT) && f.can().sort())) {
      throw new IllegalArgumentException("the list " + name + " cannot be sorted newest first");
    }
  }

  /** A list whose rows are counted. */
  public ListSpec(
      String name,
      String idExpression,
      List<ListField> fields,
      Optional<Search> search,
      List<String> returned,
      List<String> includes) {
    this(
        name, idExpression, fields, search, returned, includes, Optional.empty(), Optional.empty());
  }

  /** A list without relations that is searched field by field. */
  public ListSpec(String name, String idExpression, List<ListField> fields, List<String> returned) {
    this(name, idExpression, fields, Optional.empty(), returned, List.of());
  }

  Optional<ListField> sortable(String field) {
    return find(field, f -> f.can().sort());
  }

  Optional<ListField> filterable(String field) {
    return find(field, f -> f.can().filter());
  }

  List<String> names(Predicate<ListField> which) {
    return fields.stream().filter(which).map(ListField::name).toList();
  }

  /** Newest first. */
  List<SortKey> defaultSort() {
    return List.of(
        new SortKey(sortable(CREATED_AT).orElseThrow(), true),
        new SortKey(sortable(ID).orElseThrow(), true));
  }

  private Optional<ListField> find(String name, Predicate<ListField> which) {
    return fields.stream().filter(f -> f.name().equals(name)).filter(which).findFirst();
  }
}
