package rasl.otp;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.tenant.TenantStore;

/** What tenants chose, as of at most a second ago: it is asked for each call. */
final class TenantChoices {
  private static final Duration FRESH = Duration.ofSeconds(1);
  private static final int MOST = 10_000;

  private final Db db;
  private final TenantStore tenants;
  private final OtpSettingsStore settings;
  private final Cache<TenantId, Chosen> chosen =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(FRESH).build();

  TenantChoices(Db db, TenantStore tenants, OtpSettingsStore settings) {
    this.db = db;
    this.tenants = tenants;
    this.settings = settings;
  }

  /**
   * @param country where national phone numbers are at home
   */
  record Chosen(String country, OtpSettings otp) {}

  Chosen of(TenantId tenant) {
    return chosen.get(
        tenant,
        _ ->
            db.inTenant(
                tenant, tx -> new Chosen(tenants.settings(tx).country(), settings.find(tx))));
  }
}
