package rasl.otp;

import java.time.Instant;
import java.util.Optional;
import rasl.event.Event;

/** What happens to codes, as others are told of it: never with the code. */
final class OtpEvents {
  private OtpEvents() {}

  /**
   * @param phone digits
   * @param country ISO 3166; null where the phone has none
   */
  private record Verified(
      long id,
      String phone,
      String purpose,
      Optional<String> country,
      Instant createdAt,
      Instant verifiedAt) {}

  /**
   * @param sent codes of the hour that was looked at
   * @param verified those of them that were verified
   * @param stoppedUntil until when no codes are sent there; null where they are
   */
  private record Suspected(
      long id, String country, int sent, int verified, Optional<Instant> stoppedUntil) {}

  static Event verified(
      long id, CodeOwner owner, Optional<String> country, Instant createdAt, Instant at) {
    var otp = new Verified(id, owner.phone().digits(), owner.purpose(), country, createdAt, at);
    return Event.happened("otp.verified", "otp", id, otp);
  }

  static Event suspected(Conversion.Alert alert) {
    var suspected =
        new Suspected(
            alert.id(), alert.country(), alert.sent(), alert.verified(), alert.stoppedUntil());
    return Event.happened("otp.fraud_suspected", "otp_alert", alert.id(), suspected);
  }
}
