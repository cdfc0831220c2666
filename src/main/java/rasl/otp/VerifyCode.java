package rasl.otp;

import java.util.Optional;
import rasl.contact.PhoneField;
import rasl.contact.PhoneReader;
import rasl.contact.WrittenPhone;
import rasl.http.Fields;
import rasl.message.CodeText;
import rasl.tenant.PhoneRules;

/** A request to verify a code, well formed. */
record VerifyCode(WrittenPhone phone, String purpose, String code, Optional<String> endUserIp) {

  /**
   * @param rules how the tenant's phones are read
   */
  static VerifyCode from(Fields in, PhoneReader phones, PhoneRules rules) {
    Optional<WrittenPhone> phone = PhoneField.read(in, phones, rules, OtpFields.MAX_PHONE);
    String purpose = OtpFields.purpose(in);
    String code = CodeText.required(in);
    Optional<String> ip = OtpFields.endUserIp(in);
    return in.orRefuse(() -> new VerifyCode(phone.orElseThrow(), purpose, code, ip));
  }

  /** Not the code. */
  @Override
  public String toString() {
    return "a guess for " + purpose;
  }
}
