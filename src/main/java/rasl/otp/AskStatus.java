package rasl.otp;

import java.util.Optional;
import rasl.contact.PhoneField;
import rasl.contact.PhoneReader;
import rasl.contact.WrittenPhone;
import rasl.http.Fields;
import rasl.tenant.PhoneRules;

/** A question after the code of a phone and purpose, well formed. */
record AskStatus(WrittenPhone phone, String purpose) {

  /**
   * @param rules how the tenant's phones are read
   */
  static AskStatus from(Fields in, PhoneReader phones, PhoneRules rules) {
    Optional<WrittenPhone> phone = PhoneField.read(in, phones, rules, OtpFields.MAX_PHONE);
    String purpose = OtpFields.purpose(in);
    return in.orRefuse(() -> new AskStatus(phone.orElseThrow(), purpose));
  }
}
