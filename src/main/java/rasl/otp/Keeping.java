package rasl.otp;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import rasl.contact.Phone;
import rasl.contact.PhoneReader;
import rasl.db.TenantTx;
import rasl.message.Accompany;
import rasl.refusal.Refusal;

/**
 * Decides whether a code may be sent, and makes it the one that counts, in the transaction that
 * accepts the message: there is never a message without its code, nor a code without its message.
 */
final class Keeping {
  private final PhoneReader phones;
  private final OtpLimits limits;
  private final Conversion conversion;
  private final Codes codes;

  Keeping(PhoneReader phones, OtpLimits limits, Conversion conversion, Codes codes) {
    this.phones = phones;
    this.limits = limits;
    this.conversion = conversion;
    this.codes = codes;
  }

  /**
   * What is stored together with the message that carries a code.
   *
   * @param ip the address of the person at the caller's side, where it is known
   */
  Accompany of(NewCode code, String purpose, Optional<String> ip, OtpSettings settings) {
    return (tx, message) -> {
      Optional<Refusal> no = refusal(tx, message.phone(), ip, settings, code.createdAt());
      if (no.isEmpty()) {
        codes.issue(tx, message, purpose, code);
      }
      return no;
    };
  }

  /** Limits are counted last: what is refused for another reason uses up none. */
  private Optional<Refusal> refusal(
      TenantTx tx, Phone phone, Optional<String> ip, OtpSettings settings, Instant now) {
    Optional<String> country = phones.country(phone);
    return Stream.<Supplier<Optional<Refusal>>>of(
            () -> OtpLimits.place(phone, country, settings.places()),
            () -> conversion.stopped(tx, country, settings.alert(), now),
            () -> limits.send(tx, phone, ip, settings.sends(), now))
        .flatMap(check -> check.get().stream())
        .findFirst();
  }
}
