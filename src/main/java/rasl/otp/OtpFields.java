package rasl.otp;

import java.util.Optional;
import rasl.http.Fields;
import rasl.http.Networks;

/** The fields that several requests about codes have. */
final class OtpFields {
  static final int MAX_PHONE = 20;

  private static final int MAX_ADDRESS = 64;

  private OtpFields() {}

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
