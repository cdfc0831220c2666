package rasl.contact;

import java.io.IOException;
import java.io.Reader;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a CSV file begins.
 *
 * @param separator what stands between its cells
 * @param linesBefore how many lines stand before the header
 */
record CsvBeginning(char separator, int linesBefore) {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  /** Excel's own hint, which is no header. */
  private static final Pattern HINT =
      Pattern.compile("\"?sep=(.)\"?[,;\t ]*", Pattern.CASE_INSENSITIVE);

  /** The likeliest first. */
  private static final String SEPARATORS = ",;\t|";

  private static final int LONGEST_HINT = 100;

  /**
   * Takes a byte order mark and a hint, and looks at the first line, which is not taken.
   *
   * @param most how many characters may be looked at
   */
  static CsvBeginning read(Reader text, int most) throws IOException {
    text.mark(1);
    if (text.read() != BYTE_ORDER_MARK) {
      text.reset();
    }
    Optional<Character> hint = hint(text);
    return hint.isPresent()
        ? new CsvBeginning(hint.get(), 1)
        : new CsvBeginning(guessed(text, most), 0);
  }

  private static Optional<Character> hint(Reader text) throws IOException {
    text.mark(LONGEST_HINT);
    var line = new StringBuilder();
    int c = text.read();
    while (c >= 0 && c != '\n' && c != '\r' && line.length() < LONGEST_HINT - 2) {
      line.append((char) c);
      c = text.read();
    }
    Matcher hint = HINT.matcher(line);
    if (!hint.matches() || (c != '\n' && c != '\r')) {
      text.reset();
      return Optional.empty();
    }
    text.mark(1);
    if (c == '\n' || text.read() != '\n') {
      text.reset();
    }
    char separator = hint.group(1).charAt(0);
    return Optional.of(separator == '"' ? ',' : separator);
  }

  private static char guessed(Reader text, int most) throws IOException {
    text.mark(most);
    int[] counts = new int[SEPARATORS.length()];
    boolean quoted = false;
    boolean begun = false;
    for (int i = 0; i < most - 1; i++) {
      int c = text.read();
      boolean ends = !quoted && (c == '\n' || c == '\r');
      if (c < 0 || (ends && begun)) {
        break;
      }
      begun |= !ends;
      quoted ^= c == '"';
      int separator = quoted ? -1 : SEPARATORS.indexOf(c);
      if (separator >= 0) {
        counts[separator]++;
      }
    }
    text.reset();
    int best = 0;
    for (int i = 1; i < counts.length; i++) {
      best = counts[i] > counts[best] ? i : best;
    }
    return SEPARATORS.charAt(best);
  }
}
