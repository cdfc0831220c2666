package rasl.http;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/** What contract 1.1 says of text, wherever it comes from. */
public final class PlainText {
  /**
   * Texts of more characters are compared as they are: no name is so long, and to put the marks
   * above letters into their order takes a time that grows with the square of their number.
   */
  public static final int MOST_COMPARED = 1024;

  private static final char SIGMA = '\u03a3';

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

  /**
   * What texts are compared by: the same letters in any case, composed in any way. One of more than
   * {@link #MOST_COMPARED} characters equals only itself.
   */
  public static String folded(String text) {
    if (text.length() > MOST_COMPARED) {
      return text;
    }
    return lower(Normalizer.normalize(text, Normalizer.Form.NFC).toUpperCase(Locale.ROOT));
  }

  /**
   * The text in lower case, in a time that grows with its length alone. Java looks through the text
   * for the end of the word behind every capital sigma; here the letter beside it decides.
   */
  public static String lower(String text) {
    if (text.indexOf(SIGMA) < 0) {
      return text.toLowerCase(Locale.ROOT);
    }
    var plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean ends =
          i > 0
              && Character.isLetter(text.charAt(i - 1))
              && (i + 1 == text.length() || !Character.isLetter(text.charAt(i + 1)));
      plain.append(c != SIGMA ? c : ends ? '\u03c2' : '\u03c3');
    }
    return plain.toString().toLowerCase(Locale.ROOT);
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
