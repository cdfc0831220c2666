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
    int commas = 0;
    int semicolons = 0;
    int tabs = 0;
    boolean quoted = false;
    for (int i = 0; i < most - 1; i++) {
      int c = text.read();
      if (c < 0 || (!quoted && (c == '\n' || c == '\r') && i > 0)) {
        break;
      }
      quoted ^= c == '"';
      commas += !quoted && c == ',' ? 1 : 0;
      semicolons += !quoted && c == ';' ? 1 : 0;
      tabs += !quoted && c == '\t' ? 1 : 0;
    }
    text.reset();
    if (semicolons > commas && semicolons >= tabs) {
      return ';';
    }
    return tabs > commas ? '\t' : ',';
  }
}
