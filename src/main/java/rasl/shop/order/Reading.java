package rasl.shop.order;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the readers of all platforms do alike. */
final class Reading {
  /** Of an order with more lines the rest is left out: no message holds as many. */
  private static final int MOST_LINES = 300;

  private Reading() {}

  /** The texts that are there, each once, in their order. */
  static List<String> distinct(List<Optional<String>> texts) {
    return List.copyOf(new LinkedHashSet<>(texts.stream().flatMap(Optional::stream).toList()));
  }

  /** The texts of a field of the items of a list. */
  static List<String> texts(List<Part> items, String... names) {
    return items.stream().flatMap(item -> item.first(names).stream()).distinct().toList();
  }

  /** An ISO 3166 code; null where the text is none. */
  static @Nullable String country(Optional<String> text) {
    return text.map(code -> code.toUpperCase(Locale.ROOT))
        .filter(code -> code.matches("[A-Z]{2}"))
        .orElse(null);
  }

  /** A language tag such as {@code ar} or {@code pt-BR}; null where the text is none. */
  static @Nullable String language(Optional<String> text) {
    return text.map(tag -> tag.replace('_', '-'))
        .filter(tag -> tag.matches("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*"))
        .orElse(null);
  }

  static String lower(Optional<String> text) {
    return text.orElse("").toLowerCase(Locale.ROOT);
  }

  static String currency(Optional<String> text) {
    return text.map(code -> code.toUpperCase(Locale.ROOT))
        .filter(code -> code.matches("[A-Z]{3}"))
        .orElse("");
  }

  /** Two texts with a comma between them; null where there is neither. */
  static @Nullable String joined(String between, Optional<String> one, Optional<String> other) {
    String both = String.join(between, Stream.of(one, other).flatMap(Optional::stream).toList());
    return both.isEmpty() ? null : both;
  }

  /** The lines that are kept. */
  static List<Part> lines(List<Part> all) {
    return all.subList(0, Math.min(all.size(), MOST_LINES));
  }

  /** First and last name of a full one. */
  static Optional<String> firstName(Optional<String> whole) {
    return whole.map(name -> name.split("\\s+", 2)[0]);
  }

  static Optional<String> lastName(Optional<String> whole) {
    return whole.map(name -> name.split("\\s+", 2)).filter(p -> p.length == 2).map(p -> p[1]);
  }
}
