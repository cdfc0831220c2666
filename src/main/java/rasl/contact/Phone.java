package rasl.contact;

import java.util.regex.Pattern;

/**
 * A phone number: its digits with country code, which are its key everywhere.
 *
 * @param digits 5 to 20 digits, the first not 0
 */
public record Phone(String digits) {
  private static final Pattern DIGITS = Pattern.compile("[1-9][0-9]{4,19}");

  public Phone {
    if (!DIGITS.matcher(digits).matches()) {
      throw new IllegalArgumentException("not the digits of a phone number");
    }
  }

  /** Whether the text can be a phone's digits, as WhatsApp sends them. */
  public static boolean isDigits(String text) {
    return DIGITS.matcher(text).matches();
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
