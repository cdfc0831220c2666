package rasl.contact;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rasl.http.list.CsvCells;

/** Cells as spreadsheets and other programs write them. */
final class SpreadsheetCells {
  /** A formula that only keeps the spreadsheet from taking digits for a number. */
  private static final Pattern TEXT_FORMULA = Pattern.compile("\\s*=\\s*\"([^\"]*)\"\\s*");

  /** Such as tel:, p: and WhatsApp:. */
  private static final Pattern SCHEME = Pattern.compile("^\\p{L}{1,12}\\.?:\\s*(?://)?");

  private static final Pattern ROUNDED =
      Pattern.compile("\\+?([0-9])(?:[.,\u066B]([0-9]+))?[eE]\\+?([0-9]{1,3})");

  /** A number that a program held as one with decimals. */
  private static final Pattern WITH_DECIMALS = Pattern.compile("(\\+?[0-9]{7,})[.,]0{1,2}");

  private static final Pattern SEPARATED = Pattern.compile("(?<=[0-9)])[./·](?=[ (]?[0-9])");

  private SpreadsheetCells() {}

  /** The text of a cell, without what keeps spreadsheets from changing it. */
  static String plain(String cell) {
    Matcher formula = TEXT_FORMULA.matcher(cell);
    return formula.matches() ? formula.group(1) : CsvCells.restored(cell);
  }

  /** A phone as {@link PhoneReader} takes it. */
  static String phone(String text) {
    String plain = SCHEME.matcher(PhoneReader.plain(text)).replaceFirst("");
    plain = plain.startsWith("'") ? plain.substring(1) : plain;
    Matcher decimals = WITH_DECIMALS.matcher(plain);
    if (decimals.matches()) {
      return decimals.group(1);
    }
    Matcher rounded = ROUNDED.matcher(plain);
    if (rounded.matches()) {
      String behind = rounded.group(2) == null ? "" : rounded.group(2);
      return behind.length() == Integer.parseInt(rounded.group(3))
          ? rounded.group(1) + behind
          : text;
    }
    String bare = SEPARATED.matcher(plain).replaceAll(" ");
    // What is wrong with it is said of the cell as it is.
    return PhoneReader.fault(bare).isEmpty() ? bare : text;
  }

  /** Why no phone can be made of a cell; empty where the reader of phones says it. */
  static Optional<String> fault(String text) {
    return ROUNDED.matcher(phone(text).strip()).matches()
        ? Optional.of(
            "The phone is not whole: the spreadsheet has rounded this number; format the column as"
                + " text.")
        : Optional.empty();
  }
}
