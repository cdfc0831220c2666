package rasl.text;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The one folding of text that people search by and that words of customers are compared by. Case,
 * accents, composition, the forms and marks of Arabic letters, digits of other scripts, typographic
 * quotes and dashes, kinds and numbers of blanks, and characters that cannot be seen make no
 * difference. Each character is folded by itself, so that a part of a text folds to a part of the
 * folded text; folding twice gives the same as folding once. The time grows with the length alone.
 */
public final class Folding {
  /** How many marks on one letter count, of those that are not dropped; no script has as many. */
  private static final int MOST_MARKS = 30;

  private static final int VOICED = 0x3099;
  private static final int SEMI_VOICED = 0x309A;

  /** Scripts whose marks only decorate a letter. In others, such as Thai, they are its vowel. */
  private static final Set<UnicodeScript> DECORATED =
      Set.of(
          UnicodeScript.COMMON,
          UnicodeScript.INHERITED,
          UnicodeScript.LATIN,
          UnicodeScript.GREEK,
          UnicodeScript.CYRILLIC,
          UnicodeScript.ARABIC,
          UnicodeScript.HEBREW,
          UnicodeScript.SYRIAC);

  /** What Unicode does not decompose, though people write one for the other. */
  private static final Map<Integer, String> LIKE = like();

  private Folding() {}

  /** The text as it is compared. */
  public static String folded(String text) {
    return isPlain(text) ? plainFolded(text) : blanksJoined(lettersFolded(text));
  }

  /**
   * What to store beside a text to search it by.
   *
   * @return null where {@link #folded} only puts the letters A to Z into lower case, which the
   *     database does as well
   */
  public static @Nullable String key(String text) {
    String folded = folded(text);
    return folded.equals(lowerOfPlain(text)) ? null : folded;
  }

  /** As {@link #key(String)}, of several texts, which become a line each. */
  public static @Nullable String key(List<String> lines) {
    String folded = lines.stream().map(Folding::folded).collect(Collectors.joining("\n"));
    return folded.equals(lowerOfPlain(String.join("\n", lines))) ? null : folded;
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static String plainFolded(String text) {
    return blanksJoined(lowerOfPlain(text).replace('`', '\''));
  }

  private static String lowerOfPlain(String text) {
    var lower = new StringBuilder(text);
    for (int i = 0; i < lower.length(); i++) {
      char c = lower.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        lower.setCharAt(i, (char) (c + ('a' - 'A')));
      }
    }
    return lower.toString();
  }

  private static String lettersFolded(String text) {
    String bare = withoutDecoration(text);
    String apart = Normalizer.normalize(bare, Normalizer.Form.NFKD);
    var folded = new StringBuilder(apart.length());
    for (int i = 0; i < apart.length(); ) {
      int c = apart.codePointAt(i);
      i += Character.charCount(c);
      if (!isDecoration(c)) {
        append(folded, c);
      }
    }
    return folded.toString();
  }

  /** Before it is decomposed: to put marks into their order takes the square of their number. */
  private static String withoutDecoration(String text) {
    var bare = new StringBuilder(text.length());
    int marks = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      marks = isMark(c) ? marks + 1 : 0;
      if (marks <= MOST_MARKS && !isDecoration(c)) {
        @Nullable String like = LIKE.get(c);
        if (like == null) {
          bare.appendCodePoint(c);
        } else {
          bare.append(like);
        }
      }
    }
    return bare.toString();
  }

  private static void append(StringBuilder folded, int c) {
    @Nullable String like = LIKE.get(c);
    if (like != null) {
      folded.append(like);
    } else if (Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER) {
      folded.append(Character.digit(c, 10));
    } else {
      // By way of upper case: the final sigma is a sigma.
      folded.appendCodePoint(Character.toLowerCase(Character.toUpperCase(c)));
    }
  }

  private static boolean isMark(int c) {
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.COMBINING_SPACING_MARK;
  }

  private static boolean isDecoration(int c) {
    if (c < 0x80) {
      return false;
    }
    return switch (Character.getType(c)) {
      case Character.FORMAT -> true;
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK ->
          c != VOICED && c != SEMI_VOICED && DECORATED.contains(UnicodeScript.of(c));
      default -> c == '\u0640'; // The tatweel, which only makes a word longer.
    };
  }

  private static String blanksJoined(String text) {
    StringBuilder joined = new StringBuilder(text.length());
    boolean blank = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean is = c == ' ' || isOtherBlank(c);
      if (!is) {
        joined.append(c);
      } else if (!blank) {
        joined.append(' ');
      }
      blank = is;
    }
    return joined.toString();
  }

  /** All white space lies in the basic plane. */
  private static boolean isOtherBlank(char c) {
    return (c >= '\t' && c <= '\r') || (c > ' ' && Character.isSpaceChar(c)) || c == '\u0085';
  }

  private static Map<Integer, String> like() {
    Map<Integer, String> like = new HashMap<>();
    put(like, "'", "`´\u1ffd‘’‚‛′‵ʹʻʼʽʾʿˈˊˋ‹›\u05f3\ua78b\ua78c");
    put(like, "\"", "“”„‟″‶«»\u05f4");
    put(like, "-", "‐‑‒–—―−﹘﹣－");
    put(like, "ا", "ٱٲٳ");
    put(like, "ن", "ں");
    put(like, "ه", "ةہھەۃ");
    put(like, "ي", "ىیےۍې");
    put(like, "ك", "کڪ");
    put(like, "o", "øØ");
    put(like, "l", "łŁ");
    put(like, "d", "đĐðÐ");
    put(like, "h", "ħĦ");
    put(like, "t", "ŧŦ");
    put(like, "i", "ıİ");
    put(like, "ae", "æÆ");
    put(like, "oe", "œŒ");
    put(like, "th", "þÞ");
    put(like, "ss", "ßẞ");
    return Map.copyOf(like);
  }

  private static void put(Map<Integer, String> like, String text, String others) {
    others.codePoints().forEach(other -> like.put(other, text));
  }
}
