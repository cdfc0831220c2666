package rasl.otp;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import rasl.contact.Phone;
import rasl.db.TenantTx;
import rasl.http.Networks;
import rasl.otp.LimitStore.Kind;
import rasl.otp.LimitStore.Limit;
import rasl.refusal.Refusal;

/**
 * How often codes may be verified and sent (contract 3). Each method counts, and gives the refusal
 * where there is no room; where the database cannot be asked, nothing is allowed.
 */
final class OtpLimits {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  /** RASL's own two: no tenant can change them. */
  private static final Limit VERIFY = new Limit(Kind.VERIFY, 10, MINUTE);

  private static final Limit RESEND = new Limit(Kind.RESEND, 3, Duration.ofMinutes(5));

  private final LimitStore store;
  private final SendLog log;

  OtpLimits(LimitStore store, SendLog log) {
    this.store = store;
    this.log = log;
  }

  /** Counts a call to verify, whatever comes of it. */
  Optional<Refusal> verifyCall(
      TenantTx tx, Phone phone, Optional<String> ip, OtpSettings settings, Instant now) {
    return latest(
        now,
        List.of(
            store.take(tx, VERIFY, phone.line(), now),
            perIp(tx, Kind.VERIFY_IP, ip, settings.guesses().perIpAnHour(), now)));
  }

  /** Whoever has proved to have the phone begins anew. */
  void verified(TenantTx tx, Phone phone) {
    store.clear(tx, Kind.VERIFY, phone.line());
  }

  /** Counts a call to resend, whatever comes of it. */
  Optional<Refusal> resendCall(TenantTx tx, Phone phone, Instant now) {
    return latest(now, List.of(store.take(tx, RESEND, phone.line(), now)));
  }

  /** Counts a code that is about to be sent; where it is refused, the caller undoes the counts. */
  Optional<Refusal> send(
      TenantTx tx, Phone phone, Optional<String> ip, OtpSettings.Sends sends, Instant now) {
    Optional<Instant> perPhone =
        store.take(tx, new Limit(Kind.SEND, sends.perPhone(), TEN_MINUTES), phone.line(), now);
    Optional<Instant> perDay = Optional.empty();
    if (sends.perPhoneADay().isPresent()) {
      var limit = new Limit(Kind.SEND_DAY, sends.perPhoneADay().getAsInt(), DAY);
      perDay = store.take(tx, limit, phone.line(), now);
    }
    Optional<Instant> perIp = perIp(tx, Kind.SEND_IP, ip, sends.perIpAnHour(), now);
    Optional<Instant> anHour = Optional.empty();
    if (sends.anHour().isPresent()) {
      anHour =
          log.hourIsFull(tx, sends.anHour().getAsInt(), now.minus(HOUR))
              .map(oldest -> oldest.plus(HOUR));
    }
    return latest(now, List.of(perPhone, perDay, perIp, anHour));
  }

  /** A phone that codes may not be sent to; not a matter of time. */
  static Optional<Refusal> place(Phone phone, Optional<String> country, OtpSettings.Places places) {
    boolean blocked = places.blockedPrefixes().stream().anyMatch(phone.digits()::startsWith);
    boolean elsewhere =
        !places.countries().isEmpty() && country.filter(places.countries()::contains).isEmpty();
    return blocked || elsewhere
        ? Optional.of(Refusal.Invalid.field("phone", "Codes are not sent to this phone number."))
        : Optional.empty();
  }

  private Optional<Instant> perIp(
      TenantTx tx, Kind kind, Optional<String> ip, OptionalInt most, Instant now) {
    if (ip.isEmpty() || most.isEmpty()) {
      return Optional.empty();
    }
    String key = Networks.neighbourhood(ip.get());
    return store.take(tx, new Limit(kind, most.getAsInt(), HOUR), key, now);
  }

  /** Where several have no room, the last one to get some decides. */
  private static Optional<Refusal> latest(Instant now, List<Optional<Instant>> roomAt) {
    return roomAt.stream()
        .flatMap(Optional::stream)
        .max(Instant::compareTo)
        .map(at -> new Refusal.RateLimited(Duration.between(now, at)));
  }
}
