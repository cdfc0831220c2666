package rasl.otp;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.contact.PhoneReader;
import rasl.contact.WrittenPhone;
import rasl.http.Fields;
import rasl.http.Networks;

/** The fields that several requests about codes have. */
final class OtpFields {
  private static final int MIN_PHONE = 10;
  private static final int MAX_PHONE = 20;
  private static final int MAX_ADDRESS = 64;

  private OtpFields() {}

  /** The phone; empty only where a fault was noted. */
  static Optional<WrittenPhone> phone(Fields in, PhoneReader phones, String country) {
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

  static String purpose(Fields in) {
    return in.text("purpose", CodeOwner.MOST_PURPOSE).orElse(CodeOwner.USUAL_PURPOSE);
  }

  /** The address of the person at the caller's side, where the caller tells it. */
  static Optional<String> endUserIp(Fields in) {
    Optional<String> address = in.text("end_user_ip", MAX_ADDRESS);
    if (address.isPresent() && !Networks.isAddress(address.get())) {
      in.fault("end_user_ip", "The end_user_ip must be an IPv4 or IPv6 address.");
    }
    return address;
  }
}
