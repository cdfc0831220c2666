package rasl.http;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/** What contract 1.1 says of text, wherever it comes from. */
public final class PlainText {
  private PlainText() {}

  /** The text without Unicode white space (the property, no-break spaces included) at its ends. */
  public static String trim(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isWhite(text.charAt(from))) {
      from++;
    }
    while (to > from && isWhite(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  /** What texts are compared by: the same letters in any case, composed in any way. */
  public static String folded(String text) {
    String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
    return composed.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }

  /** Its length in code points. */
  public static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /** Why the text cannot be taken, as the end of "The name field …"; empty where it can. */
  public static Optional<String> fault(String text) {
    if (text.indexOf('\0') >= 0) {
      return Optional.of("must not contain the character U+0000.");
    }
    boolean broken =
        text.codePoints()
            .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    return broken ? Optional.of("must not contain half a surrogate pair.") : Optional.empty();
  }

  /** All white space lies in the basic plane, so that chars do. */
  private static boolean isWhite(char c) {
    return Character.isSpaceChar(c) || (c >= '\t' && c <= '\r') || c == '\u0085';
  }
}
