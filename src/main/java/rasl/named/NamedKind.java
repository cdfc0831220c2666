package rasl.named;

import java.util.Locale;
import java.util.function.Function;
import rasl.http.Scope;

/**
 * One kind of named records.
 *
 * @param table its table; a constant of the program, as it becomes part of statements
 * @param title in messages, such as {@code Source}
 * @param path of its list, such as {@code /api/v2/sources}
 * @param colored whether its records have a color
 * @param view the public shape of a record, in answers and events
 */
public record NamedKind(
    String table,
    String title,
    String path,
    Scope read,
    Scope write,
    boolean colored,
    Function<Named, Object> view) {

  /** The kind's name in events, such as {@code source}. */
  String resourceType() {
    return title.toLowerCase(Locale.ROOT);
  }
}
