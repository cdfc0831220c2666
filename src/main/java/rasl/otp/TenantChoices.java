package rasl.otp;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.db.TenantTx;
import rasl.refusal.Refusal;
import rasl.tenant.PhoneRules;
import rasl.tenant.PlanFeature;
import rasl.tenant.TenantSettings;
import rasl.tenant.TenantStore;

/** What tenants chose, as of at most a second ago: it is asked for each call. */
final class TenantChoices {
  private static final Duration FRESH = Duration.ofSeconds(1);
  private static final int MOST = 10_000;

  private final Db db;
  private final TenantStore tenants;
  private final OtpSettingsStore settings;
  private final Cache<TenantId, Chosen> chosen;

  TenantChoices(Db db, TenantStore tenants, OtpSettingsStore settings, Ticker ticker) {
    this.db = db;
    this.tenants = tenants;
    this.settings = settings;
    this.chosen =
        Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(FRESH).ticker(ticker).build();
  }

  /**
   * @param phones how phone numbers are read
   * @param sends whether the plan includes templates, without which no code goes out
   */
  record Chosen(PhoneRules phones, boolean sends, OtpSettings otp) {
    /** Refuses where the plan does not include what sending takes. */
    Chosen toSend() {
      if (!sends) {
        throw new Refusal.FeatureNotAvailable(PlanFeature.WHATSAPP_TEMPLATES.text()).thrown();
      }
      return this;
    }
  }

  Chosen of(TenantId tenant) {
    return chosen.get(tenant, _ -> db.inTenant(tenant, this::read));
  }

  private Chosen read(TenantTx tx) {
    TenantSettings of = tenants.settings(tx);
    boolean sends = !of.lacking().contains(PlanFeature.WHATSAPP_TEMPLATES);
    return new Chosen(of.phones(), sends, settings.find(tx));
  }
}
