package rasl.media;

import java.util.Optional;
import java.util.regex.Pattern;
import rasl.http.Fields;
import rasl.http.PlainText;

/**
 * The names of files, as people see them. Characters that are not shown are left out, such as marks
 * of direction, with which a name can lie about its extension; joiners stay, which Persian and
 * emoji are spelled with.
 */
final class FileName {
  /** The one limit of names, in code points (contract 2.5). */
  static final int MOST = 255;

  /** The most characters of a name as it is given. */
  private static final int MOST_WRITTEN = 4 * MOST;

  private static final Pattern NOT_SHOWN = Pattern.compile("[\\p{Cf}&&[^\u200c\u200d]]");
  private static final Pattern UNSEEN = Pattern.compile("[\\p{Cf}\\p{M}]");
  private static final Pattern NO_NAME = Pattern.compile("[\\p{Cc}/\\\\\u2028\u2029]");

  private FileName() {}

  /** Reads a field that names a file, and notes its faults. */
  static Optional<String> read(Fields in, String field) {
    Optional<String> name = in.text(field, MOST_WRITTEN).map(FileName::shown);
    if (name.isEmpty()) {
      return name;
    }
    if (name.get().isEmpty() || NO_NAME.matcher(name.get()).find()) {
      in.fault(
          field, "The " + field + " field must be one line without / and \\, such as invoice.pdf.");
    } else if (PlainText.length(name.get()) > MOST) {
      in.fault(field, "The " + field + " field must not have more than " + MOST + " characters.");
    }
    return name;
  }

  /** The part that can be shown of a name that a program or a customer gave; it may be empty. */
  static String of(String given) {
    return fit(NO_NAME.matcher(shown(given)).replaceAll("_"));
  }

  private static String shown(String given) {
    return PlainText.trim(NOT_SHOWN.matcher(given).replaceAll(""));
  }

  /** In lower case, without its dot and what nobody sees; empty where a name has none. */
  static Optional<String> extension(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 || dot == name.length() - 1
        ? Optional.empty()
        : Optional.of(PlainText.lower(UNSEEN.matcher(name.substring(dot + 1)).replaceAll("")));
  }

  /** A name that is too long loses the end of what stands before its extension. */
  static String fit(String name) {
    int surplus = PlainText.length(name) - MOST;
    if (surplus <= 0) {
      return name;
    }
    int dot = name.lastIndexOf('.');
    int ending = dot < 0 ? 0 : PlainText.length(name.substring(dot));
    if (dot < 0 || ending >= MOST) {
      return name.substring(0, name.offsetByCodePoints(0, MOST));
    }
    return name.substring(0, name.offsetByCodePoints(0, MOST - ending)) + name.substring(dot);
  }
}
