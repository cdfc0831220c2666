package rasl.http.list;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import rasl.http.Faults;
import rasl.http.PlainText;
import rasl.http.Query;
import rasl.json.Json;
import rasl.text.Folding;

/** Reads one query of one list, and collects all that is wrong with it. */
final class ListQueryParser {
  static final int DEFAULT_PER_PAGE = 15;
  static final int MAX_PER_PAGE = 100;
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,10}");

  private final Cursors cursors;
  private final ListSpec spec;
  private final Query query;
  private final Faults faults = new Faults();

  ListQueryParser(Cursors cursors, ListSpec spec, Query query) {
    this.cursors = cursors;
    this.spec = spec;
    this.query = query;
  }

  ListQuery parse() {
    int page = number("page").orElse(1);
    int perPage = Math.min(number("per_page").orElse(DEFAULT_PER_PAGE), MAX_PER_PAGE);
    List<SortKey> sort = sort();
    Optional<String> search = part("search").or(() -> part("q"));
    var filters = new FilterParser(spec, query, faults);
    List<Condition> conditions = new ArrayList<>(filters.conditions());
    Optional<String> wanted = search.map(this::wanted);
    wanted.map(this::searched).ifPresent(conditions::add);
    Set<String> fields = names("fields", spec.returned());
    Set<String> includes = names("include", spec.includes());
    String binding = binding(sort, search, filters.canonical());
    Optional<List<@Nullable String>> after = cursor(binding);
    Optional<Integer> pages = after.isPresent() ? Optional.empty() : Optional.of(page);
    return faults.orRefuse(
        () ->
            new ListQuery(
                spec,
                pages,
                perPage,
                after,
                sort,
                Condition.and(conditions),
                wanted.filter(text -> !text.isEmpty() && isQuick(conditions)),
                fields,
                includes,
                binding,
                query));
  }

  private Optional<Integer> number(String name) {
    Optional<String> given = text(name);
    if (given.isEmpty()) {
      return Optional.empty();
    }
    long value = DIGITS.matcher(given.get()).matches() ? Long.parseLong(given.get()) : 0;
    if (value < 1 || value > Integer.MAX_VALUE) {
      fault(name, "must be an integer from 1 to " + Integer.MAX_VALUE + ".");
      return Optional.empty();
    }
    return Optional.of((int) value);
  }

  private List<SortKey> sort() {
    var sort = new ArrayList<SortKey>();
    for (String item : items("sort")) {
      boolean descending = item.startsWith("-");
      String name = descending ? PlainText.trim(item.substring(1)) : item;
      Optional<ListField> field = spec.sortable(name);
      if (field.isEmpty()) {
        unknown("sort", name, spec.names(f -> f.can().sort()));
      } else if (sort.stream().noneMatch(key -> key.field().equals(field.get()))) {
        sort.add(new SortKey(field.get(), descending));
      }
    }
    if (sort.isEmpty()) {
      return spec.defaultSort();
    }
    ListField id = spec.sortable(ListSpec.ID).orElseThrow();
    int tie = sort.stream().map(SortKey::field).toList().indexOf(id);
    if (tie < 0) {
      sort.add(new SortKey(id, sort.getLast().descending()));
      return List.copyOf(sort);
    }
    return List.copyOf(sort.subList(0, tie + 1)); // Nothing is left to sort behind the id.
  }

  private boolean isQuick(List<Condition> conditions) {
    return conditions.size() == 1 && spec.searchedAlone().isPresent();
  }

  private String wanted(String text) {
    return spec.search().map(search -> search.wanted().apply(text)).orElse(Folding.folded(text));
  }

  /** Of a text that consists of marks alone nothing is left: no row has it. */
  private Condition searched(String wanted) {
    if (wanted.isEmpty()) {
      return Condition.or(List.of());
    }
    if (spec.search().isPresent()) {
      return Condition.of(
          "%s in (select found from %s(?) as found)"
              .formatted(spec.idExpression(), spec.search().get().function()),
          wanted);
    }
    return Condition.or(
        spec.fields().stream()
            .flatMap(field -> field.searched().stream())
            .map(text -> Condition.of("contains_folded(" + text + ", ?)", wanted))
            .toList());
  }

  private Set<String> names(String parameter, List<String> known) {
    var names = new LinkedHashSet<String>();
    for (String name : items(parameter)) {
      if (known.contains(name) || (parameter.equals("fields") && name.equals(ListSpec.ID))) {
        names.add(name);
      } else {
        unknown(parameter, name, known);
      }
    }
    return names;
  }

  private Optional<List<@Nullable String>> cursor(String binding) {
    Optional<String> given = text("cursor");
    Optional<List<@Nullable String>> keys = given.flatMap(text -> cursors.read(binding, text));
    if (given.isPresent() && keys.isEmpty()) {
      fault("cursor", "must be the next_cursor of this same list, sort, search and filters.");
    }
    return keys;
  }

  /** The columns and types are in it, so that a cursor does not outlive a change of them. */
  private String binding(List<SortKey> sort, Optional<String> search, List<String> filters) {
    List<String> by =
        sort.stream()
            .map(k -> k.text() + " " + k.field().sortExpression() + " " + k.field().type())
            .toList();
    return Json.write(List.of(spec.name(), by, search.orElse(""), filters));
  }

  private Optional<String> part(String name) {
    Optional<String> given = text(name);
    if (given.filter(Filter::isTooLong).isPresent()) {
      fault(name, "must be at most " + Filter.LONGEST_PART + " characters.");
    }
    return given;
  }

  /** What is empty counts as left out. */
  private Optional<String> text(String name) {
    return query.last(name).map(PlainText::trim).filter(text -> !text.isEmpty());
  }

  private List<String> items(String name) {
    return text(name).map(Filter::items).orElseGet(List::of);
  }

  private void unknown(String parameter, String name, List<String> known) {
    fault(
        parameter,
        known.isEmpty()
            ? "does not know " + name + "."
            : "does not know " + name + "; it takes " + String.join(", ", known) + ".");
  }

  private void fault(String parameter, String message) {
    faults.add(parameter, "The " + parameter + " parameter " + message);
  }
}
