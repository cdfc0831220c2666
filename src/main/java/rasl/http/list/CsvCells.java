package rasl.http.list;

import org.jspecify.annotations.Nullable;

/**
 * Cells that a spreadsheet would take for a formula. Written, they get an apostrophe before the
 * sign; read, they lose it: what was exported comes back as it was.
 *
 * <p>Where a country writes lists with semicolons, or the file is opened as one with tabs, a
 * spreadsheet ends the cell inside of the text, and a line break ends the row: so each part is
 * looked at. Some spreadsheets take the full-width signs of East Asian keyboards for the plain
 * ones.
 */
public final class CsvCells {
  private static final String SIGNS = "=+-@\t\r\uFF1D\uFF0B\uFF0D\uFF20";
  private static final String ENDS = ";\t\r\n";

  private CsvCells() {}

  /** The cell as it is written. */
  public static String neutralised(String text) {
    @Nullable StringBuilder written = null;
    for (int i = 0; i < text.length(); i++) {
      if (isDangerous(text, i)) {
        written = written == null ? new StringBuilder(text.substring(0, i)) : written;
        written.append('\'');
      }
      if (written != null) {
        written.append(text.charAt(i));
      }
    }
    return written == null ? text : written.toString();
  }

  /** The cell as it was before it was written. */
  public static String restored(String cell) {
    if (cell.indexOf('\'') < 0) {
      return cell;
    }
    var text = new StringBuilder();
    for (int i = 0; i < cell.length(); i++) {
      if (cell.charAt(i) != '\'' || !isDangerous(cell, i)) {
        text.append(cell.charAt(i));
      }
    }
    return text.toString();
  }

  /** Apostrophes are passed over, so that a text that looks like a neutralised one survives. */
  private static boolean isDangerous(String text, int part) {
    if (part > 0 && ENDS.indexOf(text.charAt(part - 1)) < 0) {
      return false;
    }
    int sign = part;
    while (sign < text.length() && text.charAt(sign) == '\'') {
      sign++;
    }
    return sign < text.length() && SIGNS.indexOf(text.charAt(sign)) >= 0;
  }
}
