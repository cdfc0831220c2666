package rasl.http.list;

import java.util.Locale;
import java.util.Optional;

/** How a filter compares. {@link #EQ} is what a filter without an operator means. */
enum Operator {
  EQ,
  NE,
  GT,
  GTE,
  LT,
  LTE,
  LIKE,
  IN,
  NOT_IN,
  BETWEEN,
  NULL;

  /** Reads an operator as it is written in a filter; equality is written by leaving it out. */
  static Optional<Operator> parse(String text) {
    return Optional.ofNullable(
        switch (text) {
          case "ne", "!=" -> NE;
          case "gt", ">" -> GT;
          case "gte", ">=" -> GTE;
          case "lt", "<" -> LT;
          case "lte", "<=" -> LTE;
          case "like" -> LIKE;
          case "in" -> IN;
          case "not_in" -> NOT_IN;
          case "between" -> BETWEEN;
          case "null" -> NULL;
          default -> null;
        });
  }

  /** As it is written in a filter; for the one that is left out as a cursor knows it. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
