package rasl.contact;

import java.util.Optional;
import rasl.http.Fields;

/** The field {@code phone} of requests that send something, or ask for what was sent. */
public final class PhoneField {
  private static final String PHONE = "phone";
  private static final int LEAST = 10;

  private PhoneField() {}

  /**
   * Reads it; what is wrong with it is noted, and it may then be empty.
   *
   * @param country where national numbers are at home
   * @param most the most characters that it may have
   */
  public static Optional<WrittenPhone> read(
      Fields in, PhoneReader phones, String country, int most) {
    String text = in.requiredText(PHONE, most);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (!PhoneReader.CHARACTERS.matcher(text).matches()) {
      in.fault(PHONE, "The phone may have only digits, +, -, blanks and parentheses.");
      return Optional.empty();
    }
    if (text.length() < LEAST) {
      in.fault(PHONE, "The phone must have at least " + LEAST + " characters.");
      return Optional.empty();
    }
    WrittenPhone phone = phones.read(text, country);
    if (phone.isHopeless()) {
      in.fault(PHONE, "The phone is not a valid phone number.");
    }
    return Optional.of(phone);
  }
}
