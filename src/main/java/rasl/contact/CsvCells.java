package rasl.contact;

import java.util.regex.Pattern;

/**
 * Cells that a spreadsheet would take for a formula. Written, they get an apostrophe before them;
 * read, they lose it: what was exported comes back as it was.
 */
final class CsvCells {
  /** Apostrophes are counted too, so that a text that begins like a neutralised one survives. */
  private static final Pattern DANGEROUS = Pattern.compile("'*[=+\\-@\\t\\r].*", Pattern.DOTALL);

  private CsvCells() {}

  /** The cell as it is written. */
  static String neutralised(String text) {
    return !text.isEmpty() && mayBe(text.charAt(0)) && DANGEROUS.matcher(text).matches()
        ? "'" + text
        : text;
  }

  /** The cell as it was before it was written. */
  static String restored(String cell) {
    return cell.startsWith("'") && DANGEROUS.matcher(cell).matches() ? cell.substring(1) : cell;
  }

  private static boolean mayBe(char first) {
    return switch (first) {
      case '\'', '=', '+', '-', '@', '\t', '\r' -> true;
      default -> false;
    };
  }
}
