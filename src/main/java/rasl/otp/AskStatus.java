package rasl.otp;

import java.util.Optional;
import rasl.contact.PhoneField;
import rasl.contact.PhoneReader;
import rasl.contact.WrittenPhone;
import rasl.http.Fields;

/** A question after the code of a phone and purpose, well formed. */
record AskStatus(WrittenPhone phone, String purpose) {

  /**
   * @param country where national numbers are at home
   */
  static AskStatus from(Fields in, PhoneReader phones, String country) {
    Optional<WrittenPhone> phone = PhoneField.read(in, phones, country, OtpFields.MAX_PHONE);
    String purpose = OtpFields.purpose(in);
    return in.orRefuse(() -> new AskStatus(phone.orElseThrow(), purpose));
  }
}
