package rasl.otp;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import rasl.contact.ContactStore;
import rasl.contact.PhoneReader;
import rasl.crypto.DerivedKey;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.event.EventLog;
import rasl.http.Routes;
import rasl.http.list.Lists;
import rasl.message.MessageModule;
import rasl.people.CodeMessenger;
import rasl.template.TemplateStore;
import rasl.tenant.TenantStore;

/**
 * Puts the room of one-time codes together. The room of messages needs it before it is there
 * itself: so this module is made first, and gets the messages with its routes.
 */
public final class OtpModule {
  /** How long what became of a code is kept, for the statistics. */
  static final Duration KEPT = Duration.ofDays(100);

  private static final int DELETED_AT_ONCE = 1000;

  private final Ground ground;
  private final OtpSettingsStore settings = new OtpSettingsStore();
  private final OtpStore store = new OtpStore();
  private final SendLog log = new SendLog();
  private final PhoneReader readers = new PhoneReader();
  private final OtpLimits limits = new OtpLimits(new LimitStore(), log);
  private final TenantChoices choices;
  private final CodeMacs macs;
  private final Conversion conversion;
  private final Codes codes;
  private final Keeping keeping;

  /** What the room stands on. */
  public record Ground(
      Db db,
      TenantStore tenants,
      TemplateStore templates,
      EventLog events,
      Lists lists,
      Clock clock,
      Ticker ticker,
      RandomGenerator random) {}

  /**
   * @param key for the MACs of codes
   */
  public OtpModule(Ground ground, DerivedKey key) {
    this.ground = ground;
    macs = new CodeMacs(key);
    choices = new TenantChoices(ground.db(), ground.tenants(), settings, ground.ticker());
    conversion =
        new Conversion(
            ground.db(), new ConversionStore(), settings, ground.events(), ground.clock());
    codes = new Codes(readers, store, log, macs);
    keeping = new Keeping(readers, limits, conversion, codes);
  }

  /** What the room of messages needs of this one. */
  public MessageModule.Guests guests() {
    return new MessageModule.Guests(
        new AutoCodes(choices, keeping, ground.clock(), ground.random()),
        List.of(new CodeOutcomes(log)));
  }

  /**
   * @param messages by which codes are sent
   */
  public void addTo(Routes routes, MessageModule messages) {
    var phones = new Phones(new ContactStore());
    new OtpApi(ground, choices, readers, phones, store, verification(phones)).addTo(routes);
    var sending =
        new CodeSending(
            ground.db(),
            messages.sending(),
            messages.templates(),
            keeping,
            log,
            ground.clock(),
            ground.random());
    new SendOtpApi(ground, choices, readers, phones, limits, sending, messages.previewing())
        .addTo(routes);
  }

  /**
   * Brings codes to people of this server.
   *
   * @param messages by which codes are sent
   */
  public CodeMessenger toPeople(MessageModule messages) {
    return new CodesToPeople(messages.sending(), messages.templates(), readers, ground.clock());
  }

  private Verification verification(Phones phones) {
    return new Verification(phones, limits, store, log, macs, ground.events(), ground.clock());
  }

  /** What tenants chose, for those who show and change it. */
  public OtpSettingsStore settings() {
    return settings;
  }

  /** Templates whose messages can arrive after the codes in them have expired: a sentence each. */
  public List<String> templatesThatOutliveCodes(TenantId tenant) {
    return templatesThatOutliveCodes(ground.db(), ground.templates(), ground.clock(), tenant);
  }

  /** The same, for a process that is no server. */
  public static List<String> templatesThatOutliveCodes(
      Db db, TemplateStore templates, Clock clock, TenantId tenant) {
    return new TemplateCheck(templates, new SendLog(), clock).of(db, tenant);
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
      var now = ground.clock().instant();
      deleted =
          ground.db().inSystem(tx -> store.deleteOld(tx, now, now.minus(KEPT), DELETED_AT_ONCE));
    } while (deleted >= DELETED_AT_ONCE);
  }
}
