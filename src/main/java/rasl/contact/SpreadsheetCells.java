package rasl.contact;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rasl.http.list.CsvCells;

/** Cells as spreadsheets and other programs write them. */
final class SpreadsheetCells {
  /** A formula that only keeps the spreadsheet from taking digits for a number. */
  private static final Pattern TEXT_FORMULA = Pattern.compile("\\s*=\\s*\"([^\"]*)\"\\s*");

  /** Such as tel:, p:, WhatsApp: and Mob. */
  private static final Pattern SCHEME =
      Pattern.compile("^\\p{L}{1,12}(?:\\.?:\\s*(?://)?|\\.\\s+)");

  /** What other programs call somebody in WhatsApp, always with country code. */
  private static final Pattern WHATSAPP =
      Pattern.compile(
          "(?:(?:https?://)?(?:wa\\.me/|api\\.whatsapp\\.com/send/?\\?phone=)\\+?([0-9]{7,15})/?"
              + "|\\+?([0-9]{7,15})@(?:c\\.us|s\\.whatsapp\\.net))");

  private static final Pattern ROUNDED =
      Pattern.compile("\\+?([0-9]+)(?:[.,\u066B]([0-9]+))? ?(?:e|[x×] ?10 ?\\^) ?\\+?([0-9]{1,4})");

  /** A number that a program held as one with decimals. */
  private static final Pattern WITH_DECIMALS =
      Pattern.compile("(\\+?(?:[0-9]{7,}(?=[.,\u066B]0{1,2}$)|[0-9]{10,}))[.,\u066B]0+");

  /** A number with marks between its thousands. */
  private static final Pattern THOUSANDS =
      Pattern.compile("\\+?[1-9][0-9]{0,2}(?:[,'\u066C][0-9]{3}){2,}");

  private static final Pattern SEPARATED = Pattern.compile("(?<=[0-9)])[./·](?=[ (]?[0-9])");

  /** Quotes around it, the = of a formula before it, and what a sentence ends with. */
  private static final Pattern AROUND = Pattern.compile("^['\"]*=?['\"]*(?=[+(0-9])|['\".,;]+$");

  private SpreadsheetCells() {}

  /** The text of a cell, without what keeps spreadsheets from changing it. */
  static String plain(String cell) {
    Matcher formula = TEXT_FORMULA.matcher(cell);
    return formula.matches() ? formula.group(1) : CsvCells.restored(cell);
  }

  /** A phone as {@link PhoneReader} takes it. */
  static String phone(String text) {
    if (isPlain(text)) {
      return text;
    }
    String plain = bare(text);
    Matcher whatsApp = WHATSAPP.matcher(plain);
    if (whatsApp.matches()) {
      return "+" + (whatsApp.group(1) == null ? whatsApp.group(2) : whatsApp.group(1));
    }
    plain = SCHEME.matcher(plain).replaceFirst("");
    Matcher decimals = WITH_DECIMALS.matcher(plain);
    if (decimals.matches()) {
      return decimals.group(1);
    }
    Matcher power = ROUNDED.matcher(plain);
    if (power.matches()) {
      return whole(power).orElse(text);
    }
    String bare =
        THOUSANDS.matcher(plain).matches()
            ? plain.replaceAll("[,'\u066C]", "")
            : SEPARATED.matcher(plain).replaceAll(" ");
    // What is wrong with it is said of the cell as it is.
    return PhoneReader.fault(bare).isEmpty() ? bare : text;
  }

  /** Almost all cells are: this runs for every row. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && "+- ()".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  private static String bare(String text) {
    return AROUND.matcher(PhoneReader.plain(text)).replaceAll("");
  }

  /** The digits of a power of ten that has them all. */
  private static Optional<String> whole(Matcher power) {
    String behind = power.group(2) == null ? "" : power.group(2);
    int places = Integer.parseInt(power.group(3));
    boolean all = places <= behind.length() && behind.substring(places).matches("0*");
    return all ? Optional.of(power.group(1) + behind.substring(0, places)) : Optional.empty();
  }

  /** Why no phone can be made of a cell; empty where the reader of phones says it. */
  static Optional<String> fault(String text) {
    if (isPlain(text)) {
      return Optional.empty();
    }
    Matcher power = ROUNDED.matcher(SCHEME.matcher(bare(text)).replaceFirst(""));
    return power.matches() && whole(power).isEmpty()
        ? Optional.of(
            "The phone is not whole: the spreadsheet has rounded this number; format the column as"
                + " text.")
        : Optional.empty();
  }
}
