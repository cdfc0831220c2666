package rasl.otp;

import java.util.Optional;
import rasl.contact.PhoneField;
import rasl.contact.PhoneReader;
import rasl.contact.WrittenPhone;
import rasl.http.Fields;
import rasl.message.CodeText;

/** A request to verify a code, well formed. */
record VerifyCode(WrittenPhone phone, String purpose, String code, Optional<String> endUserIp) {

  /**
   * @param country where national numbers are at home
   */
  static VerifyCode from(Fields in, PhoneReader phones, String country) {
    Optional<WrittenPhone> phone = PhoneField.read(in, phones, country, OtpFields.MAX_PHONE);
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
