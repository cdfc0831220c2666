package rasl.http.list;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How a filter compares. {@link #EQ} is what a filter without an operator means. */
enum Operator {
  EQ,
  NE("!="),
  GT(">"),
  GTE(">="),
  LT("<"),
  LTE("<="),
  LIKE,
  IN,
  NOT_IN,
  BETWEEN,
  NULL;

  private final List<String> spellings;

  Operator(String... aliases) {
    var all = new ArrayList<>(List.of(aliases));
    all.add(name().toLowerCase(Locale.ROOT));
    spellings = List.copyOf(all);
  }

  static Optional<Operator> parse(String text) {
    return Arrays.stream(values()).filter(o -> o.spellings.contains(text)).findFirst();
  }

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
