package rasl.http.list;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import rasl.http.Faults;
import rasl.http.PlainText;
import rasl.http.Query;

/** Reads the filters of a query. */
final class FilterParser {
  private static final Pattern NAME =
      Pattern.compile("filter\\[([^\\[\\]]*)](?:\\[([^\\[\\]]*)])?");

  private final ListSpec spec;
  private final Faults faults;
  private final List<Condition> conditions = new ArrayList<>();
  private final List<String> canonical = new ArrayList<>();

  FilterParser(ListSpec spec, Query query, Faults faults) {
    this.spec = spec;
    this.faults = faults;
    for (String parameter : query.parameters().keySet()) {
      if (parameter.equals("filter") || parameter.startsWith("filter[")) {
        read(parameter, PlainText.trim(query.last(parameter).orElse("")));
      }
    }
  }

  List<Condition> conditions() {
    return conditions;
  }

  /** The filters in an order of their own: the same ones written otherwise are still the same. */
  List<String> canonical() {
    return canonical.stream().sorted().toList();
  }

  private void read(String parameter, String value) {
    Matcher name = NAME.matcher(parameter);
    if (!name.matches()) {
      fault(parameter, "must be written filter[field] or filter[field][operator].");
      return;
    }
    String field = PlainText.trim(name.group(1));
    Optional<ListField> known = spec.filterable(field);
    if (known.isEmpty()) {
      List<String> all = spec.names(f -> f.can().filter());
      fault(parameter, "does not know " + field + "; it takes " + String.join(", ", all) + ".");
      return;
    }
    @Nullable String word = name.group(2);
    Optional<Operator> operator =
        word == null ? Optional.of(Operator.EQ) : Operator.parse(PlainText.trim(word));
    if (operator.filter(o -> Filter.takes(known.get(), o)).isEmpty()) {
      fault(
          parameter,
          "does not know the operator %s for %s; it takes %s, and none for equality."
              .formatted(word, field, operators(known.get())));
      return;
    }
    if (!value.isEmpty()) {
      add(parameter, new Filter(known.get(), operator.get(), value));
    }
  }

  private static String operators(ListField field) {
    return Arrays.stream(Operator.values())
        .filter(operator -> operator != Operator.EQ && Filter.takes(field, operator))
        .map(Operator::text)
        .collect(Collectors.joining(", "));
  }

  private void add(String parameter, Filter filter) {
    try {
      conditions.add(filter.condition());
      canonical.add(filter.field().name() + " " + filter.operator().text() + " " + filter.value());
    } catch (Filter.BadValue e) {
      fault(parameter, e.text());
    }
  }

  private void fault(String parameter, String message) {
    faults.add(parameter, "The " + parameter + " parameter " + message);
  }
}
