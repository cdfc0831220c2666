package rasl.message;

import java.util.Optional;
import rasl.contact.PhoneReader;
import rasl.contact.WrittenPhone;
import rasl.http.Fields;

/**
 * Whom a request wants to send to: what all sends have in common.
 *
 * @param phone empty where a fault was noted
 */
record Addressee(Optional<WrittenPhone> phone, Optional<Long> contactId) {
  private static final int MIN_PHONE = 10;

  /** The most characters of a phone in most sends. */
  static final int MAX_PHONE = 20;

  private static final String PHONE = "phone";

  /**
   * Reads it; what is wrong is noted in the fields.
   *
   * @param country where national numbers are at home
   */
  static Addressee from(Fields in, PhoneReader phones, String country) {
    return new Addressee(phone(in, phones, country), in.id("contact_id"));
  }

  /** The wish to send this; only where no fault was noted. */
  Wish wish(Wording wording) {
    return Wish.of(phone.orElseThrow(), wording).toContact(contactId);
  }

  private static Optional<WrittenPhone> phone(Fields in, PhoneReader phones, String country) {
    String text = in.requiredText(PHONE, MAX_PHONE);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (!PhoneReader.CHARACTERS.matcher(text).matches()) {
      in.fault(PHONE, "The phone may have only digits, +, -, blanks and parentheses.");
      return Optional.empty();
    }
    if (text.length() < MIN_PHONE) {
      in.fault(PHONE, "The phone must have at least " + MIN_PHONE + " characters.");
      return Optional.empty();
    }
    WrittenPhone phone = phones.read(text, country);
    if (phone.isHopeless()) {
      in.fault(PHONE, "The phone is not a valid phone number.");
    }
    return Optional.of(phone);
  }
}
