package rasl.message;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.contact.PhoneReader;
import rasl.contact.WrittenPhone;
import rasl.http.Fields;

/** A request to send a text, well formed. */
record SendText(WrittenPhone phone, Optional<Long> contactId, String text) {
  /** WhatsApp's limit, in code points. */
  static final int MAX_TEXT = 4096;

  private static final int MIN_PHONE = 10;
  private static final int MAX_PHONE = 20;

  /**
   * @param country where national numbers are at home
   */
  static SendText from(Fields in, PhoneReader phones, String country) {
    Optional<WrittenPhone> phone = phone(in, phones, country);
    String text = in.requiredText("message", MAX_TEXT);
    Optional<Long> contactId = in.id("contact_id");
    return in.orRefuse(() -> new SendText(phone.orElseThrow(), contactId, text));
  }

  private static Optional<WrittenPhone> phone(Fields in, PhoneReader phones, String country) {
    String text = in.requiredText("phone", MAX_PHONE);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    @Nullable String fault = null;
    WrittenPhone phone = phones.read(text, country);
    if (!PhoneReader.CHARACTERS.matcher(text).matches()) {
      fault = "The phone may have only digits, +, -, blanks and parentheses.";
    } else if (text.length() < MIN_PHONE) {
      fault = "The phone must have at least " + MIN_PHONE + " characters.";
    } else if (phone.isHopeless()) {
      fault = "The phone is not a valid phone number.";
    }
    if (fault != null) {
      in.fault("phone", fault);
    }
    return Optional.of(phone);
  }
}
