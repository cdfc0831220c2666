package rasl.otp;

import java.time.Clock;
import java.time.Duration;
import rasl.contact.ContactStore;
import rasl.contact.PhoneReader;
import rasl.crypto.DerivedKey;
import rasl.db.Db;
import rasl.event.EventLog;
import rasl.http.Routes;
import rasl.http.list.Lists;
import rasl.template.TemplateStore;
import rasl.tenant.TenantStore;

/** Puts the room of one-time codes together. */
public final class OtpModule {
  /** How long what became of a code is kept, for the statistics. */
  static final Duration KEPT = Duration.ofDays(100);

  private static final int DELETED_AT_ONCE = 1000;

  private final Db db;
  private final Clock clock;
  private final OtpSettingsStore settings = new OtpSettingsStore();
  private final OtpStore store = new OtpStore();
  private final Conversion conversion;
  private final Codes codes;
  private final OtpApi api;

  /** What the room stands on. */
  public record Ground(
      Db db,
      TenantStore tenants,
      TemplateStore templates,
      EventLog events,
      Lists lists,
      Clock clock) {}

  /**
   * @param key for the MACs of codes
   */
  public OtpModule(Ground ground, DerivedKey key) {
    db = ground.db();
    clock = ground.clock();
    var log = new SendLog();
    var macs = new CodeMacs(key);
    var readers = new PhoneReader();
    var phones = new Phones(new ContactStore());
    var limits = new OtpLimits(new LimitStore(), log);
    conversion = new Conversion(db, new ConversionStore(), settings, ground.events(), clock);
    codes = new Codes(readers, store, log, macs);
    api =
        new OtpApi(
            db,
            new TenantChoices(db, ground.tenants(), settings),
            readers,
            phones,
            new Verification(phones, limits, store, log, macs, ground.events(), clock),
            store,
            ground.templates(),
            ground.lists(),
            clock);
  }

  public void addTo(Routes routes) {
    api.addTo(routes);
  }

  /** What tenants chose, for those who show and change it. */
  public OtpSettingsStore settings() {
    return settings;
  }

  Codes codes() {
    return codes;
  }

  /** Looks for countries where too few codes are verified, in all tenants. */
  public void watch() {
    conversion.watch();
  }

  /** Deletes what no longer counts, of all tenants. */
  public void deleteOld() {
    int deleted;
    do {
      deleted =
          db.inSystem(
              tx ->
                  store.deleteOld(
                      tx, clock.instant(), clock.instant().minus(KEPT), DELETED_AT_ONCE));
    } while (deleted >= DELETED_AT_ONCE);
  }
}
