package rasl.otp;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.db.TenantTx;
import rasl.event.EventLog;
import rasl.refusal.Refusal;

/**
 * Watches how many codes are verified. Whoever makes a business send codes to numbers that earn
 * them money does not type them in, so a country where too few are verified is suspected; where the
 * tenant wants, nothing is sent there for an hour.
 */
final class Conversion {
  private static final Duration HOUR = Duration.ofHours(1);

  /** People need a moment to type a code: younger ones are not judged. */
  static final Duration TYPING = Duration.ofMinutes(2);

  private final Db db;
  private final ConversionStore store;
  private final OtpSettingsStore settings;
  private final EventLog events;
  private final Clock clock;

  Conversion(
      Db db, ConversionStore store, OtpSettingsStore settings, EventLog events, Clock clock) {
    this.db = db;
    this.store = store;
    this.settings = settings;
    this.events = events;
    this.clock = clock;
  }

  /**
   * A country that is suspected.
   *
   * @param sent codes of the hour that was looked at
   * @param verified those of them that were verified
   */
  record Alert(long id, String country, int sent, int verified, Optional<Instant> stoppedUntil) {}

  /** Looks at all tenants. */
  void watch() {
    Instant since = clock.instant().minus(HOUR).minus(TYPING);
    for (TenantId tenant : db.inSystem(tx -> store.tenantsSince(tx, since))) {
      db.doInTenant(tenant, this::watch);
    }
  }

  private void watch(TenantTx tx) {
    OtpSettings.Alert rule = settings.find(tx).alert();
    if (rule.percent().isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    Instant to = now.minus(TYPING);
    int percent = rule.percent().getAsInt();
    Optional<Instant> stoppedUntil = rule.stops() ? Optional.of(now.plus(HOUR)) : Optional.empty();
    for (var share : store.tooSmall(tx, to.minus(HOUR), to, rule.sample(), percent)) {
      store
          .raise(tx, share, now, now.minus(HOUR), stoppedUntil)
          .map(id -> new Alert(id, share.country(), share.sent(), share.verified(), stoppedUntil))
          .ifPresent(alert -> events.record(tx, OtpEvents.suspected(alert), null));
    }
  }

  /** Why no code goes to a country for the moment. */
  Optional<Refusal> stopped(
      TenantTx tx, Optional<String> country, OtpSettings.Alert rule, Instant now) {
    if (!rule.stops() || country.isEmpty()) {
      return Optional.empty();
    }
    return store
        .stoppedUntil(tx, country.get(), now)
        .map(until -> new Refusal.RateLimited(Duration.between(now, until)));
  }
}
