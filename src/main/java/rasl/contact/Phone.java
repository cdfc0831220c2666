package rasl.contact;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A phone number: its digits with country code, which are its key everywhere. Two ways to write one
 * line that WhatsApp itself mixes up are one phone: a Brazilian mobile without its ninth digit, and
 * a Mexican one with the 1 that was once dialled behind the country code.
 *
 * @param digits 5 to 20 digits, the first not 0
 */
public record Phone(String digits) {
  private static final Pattern DIGITS = Pattern.compile("[1-9][0-9]{4,19}");
  private static final Pattern BRAZIL_WITHOUT_NINE = Pattern.compile("55[1-9][0-9][6-9][0-9]{7}");
  private static final Pattern BRAZIL_WITH_NINE = Pattern.compile("55[1-9][0-9]9[6-9][0-9]{7}");
  private static final Pattern MEXICO = Pattern.compile("52[0-9]{10}");
  private static final Pattern MEXICO_WITH_ONE = Pattern.compile("521[0-9]{10}");
  private static final Pattern ARGENTINA = Pattern.compile("549?[1-9][0-9]{9}");
  private static final String ARGENTINA_MOBILE = "549";
  private static final int COUNTRY_AND_AREA_OF_BRAZIL = 4;

  public Phone {
    if (!isDigits(digits)) {
      throw new IllegalArgumentException("not the digits of a phone number");
    }
    digits = ofOneLine(digits);
  }

  /** Whether the text can be a phone's digits, as WhatsApp sends them. */
  public static boolean isDigits(String text) {
    return DIGITS.matcher(text).matches();
  }

  /** The one way to write a line that can be written in two. */
  static String ofOneLine(String digits) {
    if (BRAZIL_WITHOUT_NINE.matcher(digits).matches()) {
      return digits.substring(0, COUNTRY_AND_AREA_OF_BRAZIL)
          + "9"
          + digits.substring(COUNTRY_AND_AREA_OF_BRAZIL);
    }
    return MEXICO_WITH_ONE.matcher(digits).matches() ? "52" + digits.substring(3) : digits;
  }

  /**
   * The keys under which a contact with this number may be stored, the likeliest first. An
   * Argentinian mobile has a 9 behind the country code that not everybody writes; without it the
   * number may be a landline, so the two stay two phones, and each is only looked for as the other.
   */
  public List<String> candidates() {
    var candidates = new ArrayList<>(List.of(digits));
    if (ARGENTINA.matcher(digits).matches()) {
      candidates.add(
          digits.startsWith(ARGENTINA_MOBILE) && digits.length() == 13
              ? "54" + digits.substring(3)
              : ARGENTINA_MOBILE + digits.substring(2));
    }
    return candidates;
  }

  /**
   * The digits that are the same for every way to write the line, for what belongs to the person
   * who has it: of {@link #candidates} the one that is no mobile's.
   */
  public String line() {
    return ARGENTINA.matcher(digits).matches()
            && digits.startsWith(ARGENTINA_MOBILE)
            && digits.length() == 13
        ? "54" + digits.substring(3)
        : digits;
  }

  /** Every way in which WhatsApp may spell this phone, the usual one first. */
  public List<String> spellings() {
    var spellings = candidates();
    if (BRAZIL_WITH_NINE.matcher(digits).matches()) {
      spellings.add(
          digits.substring(0, COUNTRY_AND_AREA_OF_BRAZIL)
              + digits.substring(COUNTRY_AND_AREA_OF_BRAZIL + 1));
    }
    if (MEXICO.matcher(digits).matches()) {
      spellings.add("521" + digits.substring(2));
    }
    return spellings;
  }

  /** With {@code +}, as it goes to WhatsApp and as a contact's phone is answered. */
  public String international() {
    return "+" + digits;
  }

  /** Not the number itself: it is personal data, and this goes into logs. */
  @Override
  public String toString() {
    return "+…" + digits.substring(digits.length() - 2);
  }
}
