package rasl.desk;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import rasl.account.NewTenantDefaults;
import rasl.account.SettingsReferences;
import rasl.audit.State;
import rasl.audit.Target;
import rasl.cli.CommandFailedException;
import rasl.cli.Operations.TenantLine;
import rasl.config.Config;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.db.TenantTx;
import rasl.otp.OtpSettings;
import rasl.otp.OtpSettingsStore;
import rasl.otp.OtpSettingsText;
import rasl.server.StateFile;
import rasl.tenant.SettingFaults;
import rasl.tenant.SettingsReader;
import rasl.tenant.SettingsText;
import rasl.tenant.Tenant;
import rasl.tenant.TenantModule;
import rasl.tenant.TenantSettings;
import rasl.whatsapp.AccessSecret;
import rasl.whatsapp.Connection;
import rasl.whatsapp.connection.Connecting;
import rasl.whatsapp.connection.NewConnection;

/** What {@code ./rasl tenant} does, so that a server is usable without a dashboard. */
public final class TenantDesk {
  private static final String NUMBER_ID = "whatsapp.phone_number_id";
  private static final String ACCOUNT_ID = "whatsapp.business_account_id";
  private static final String NUMBER = "whatsapp.display_phone_number";
  private static final String ACCESS_TOKEN = "whatsapp.access_token";
  private static final String APP_SECRET = "whatsapp.app_secret";
  private static final String VERIFY_TOKEN = "whatsapp.verify_token";
  private static final String PLAIN =
      "must not be empty, nor have blanks or special characters: copy it again.";
  private static final String COUNTRY = "SA";
  private static final String CALLBACK = "whatsapp.callback";
  private static final List<String> WHATSAPP =
      List.of(NUMBER_ID, ACCOUNT_ID, NUMBER, ACCESS_TOKEN, APP_SECRET, VERIFY_TOKEN);

  private final DeskRooms rooms;
  private final Db db;
  private final Config config;

  /** Works on these rooms. */
  public TenantDesk(DeskRooms rooms, Db db, Config config) {
    this.rooms = rooms;
    this.db = db;
    this.config = config;
  }

  List<TenantLine> list() {
    return rooms.tenants().tenants().list().stream().map(this::line).toList();
  }

  /** The tenant with a name, and its settings. */
  public TenantLine show(String name) {
    return line(find(name));
  }

  /** The tenant with a name; the command fails where there is none. */
  public Tenant find(String name) {
    return find(rooms.tenants(), name);
  }

  /** The tenant with a name. */
  static Tenant find(TenantModule tenants, String name) {
    return tenants
        .tenants()
        .find(name)
        .orElseThrow(
            () ->
                new CommandFailedException(
                    "There is no tenant \"" + name + "\". See: ./rasl tenant list"));
  }

  /**
   * Makes a tenant that is ready for messages: with the source and status that the sandbox has, as
   * defaults for new contacts, unless others are given.
   */
  public TenantLine create(String name, Map<String, String> given) {
    refuseUnknown(given);
    var faults = new SettingFaults();
    TenantSettings checked =
        reader(withoutReferences(given), faults)
            .apply(TenantSettings.defaults(COUNTRY), SettingsReader.References.NONE);
    var _ = new OtpSettingsText(given, faults).apply(OtpSettings.DEFAULTS);
    if (connects(given)) {
      checkConnection(given, Optional.empty(), faults);
    }
    faults.orRefuse();
    Tenant tenant = rooms.tenants().tenants().create(name, checked);
    NewTenantDefaults.make(rooms.tenants(), rooms.sources(), rooms.statuses(), tenant);
    return change(tenant, given);
  }

  /** Changes settings of the tenant with a name. */
  public TenantLine change(String name, Map<String, String> given) {
    return change(find(name), given);
  }

  private TenantLine change(Tenant tenant, Map<String, String> given) {
    refuseUnknown(given);
    var faults = new SettingFaults();
    Optional<NewConnection> connection = connection(tenant.id(), given, faults);
    faults.orRefuse();
    var references = new SettingsReferences.Rooms(rooms.sources(), rooms.statuses());
    var _ =
        rooms
            .tenants()
            .tenants()
            .change(
                tenant.id(),
                CommandRooms.caller(),
                (tx, old) -> {
                  TenantSettings changed = reader(given, faults).apply(old, references.in(tx));
                  changeCodes(tx, new OtpSettingsText(given, faults));
                  faults.orRefuse();
                  return changed;
                });
    connection.ifPresent(made -> connecting().connect(tenant.id(), made, CommandRooms.caller()));
    return line(tenant);
  }

  private static SettingsReader reader(Map<String, String> given, SettingFaults faults) {
    return new SettingsReader(SettingsReader.fromCommandLine(given), faults);
  }

  private void changeCodes(TenantTx tx, OtpSettingsText given) {
    if (!given.isEmpty()) {
      OtpSettingsStore store = rooms.codes();
      OtpSettings old = store.find(tx);
      OtpSettings changed = given.apply(old);
      store.put(tx, changed);
      rooms
          .audit()
          .record(
              tx,
              CommandRooms.caller(),
              "code_settings.updated",
              Target.of("code_settings"),
              State.of(OtpSettingsText.show(old)),
              State.of(OtpSettingsText.show(changed)));
    }
  }

  private static void refuseUnknown(Map<String, String> given) {
    var faults = new SettingFaults();
    List<String> names =
        Stream.of(SettingsText.names(), OtpSettingsText.NAMES, WHATSAPP)
            .flatMap(List::stream)
            .toList();
    for (String name : given.keySet()) {
      if (!names.contains(name)) {
        faults.fault(
            name, "There is no such setting. There are: " + String.join(", ", names) + ".");
      }
    }
    faults.orRefuse();
  }

  /** The connection that results, where anything of it was given. */
  private Optional<NewConnection> connection(
      TenantId tenant, Map<String, String> given, SettingFaults faults) {
    if (!connects(given)) {
      return Optional.empty();
    }
    Optional<Connection> old = connecting().of(tenant);
    checkConnection(given, old, faults);
    faults.orRefuse();
    Optional<String> oldApp =
        old.map(Connection::appKey).filter(key -> !key.equals(rasl.whatsapp.App.SHARED));
    String appKey =
        given.containsKey(APP_SECRET)
            ? connecting().putApp(oldApp, secret(given, APP_SECRET), secret(given, VERIFY_TOKEN))
            : oldApp.orElse(rasl.whatsapp.App.SHARED);
    String number = part(given, NUMBER, old.map(Connection::displayPhoneNumber));
    return Optional.of(
        new NewConnection(
            part(given, NUMBER_ID, old.map(Connection::phoneNumberId)),
            part(given, ACCOUNT_ID, old.map(Connection::businessAccountId)),
            number.replaceAll("[^0-9]", ""),
            new AccessSecret(part(given, ACCESS_TOKEN, old.map(c -> c.accessToken().text()))),
            appKey,
            false));
  }

  private static boolean connects(Map<String, String> given) {
    return given.keySet().stream().anyMatch(WHATSAPP::contains);
  }

  /** Notes what is missing or wrong of a connection. */
  private static void checkConnection(
      Map<String, String> given, Optional<Connection> old, SettingFaults faults) {
    Stream.of(NUMBER_ID, ACCOUNT_ID, NUMBER, ACCESS_TOKEN)
        .filter(name -> part(given, name, old.map(_ -> "known")).isEmpty())
        .forEach(name -> faults.fault(name, "is needed for a connection to WhatsApp."));
    Stream.of(ACCESS_TOKEN, APP_SECRET, VERIFY_TOKEN)
        .filter(name -> given.containsKey(name) && !secret(given, name).isPlain())
        .forEach(name -> faults.fault(name, PLAIN));
    if (given.containsKey(VERIFY_TOKEN)
        && secret(given, VERIFY_TOKEN).text().length() < AccessSecret.LEAST_VERIFY_TOKEN) {
      faults.fault(
          VERIFY_TOKEN, "must have at least " + AccessSecret.LEAST_VERIFY_TOKEN + " characters.");
    }
    if (given.containsKey(APP_SECRET) != given.containsKey(VERIFY_TOKEN)) {
      faults.fault(APP_SECRET, "whatsapp.app_secret and whatsapp.verify_token go together.");
    }
  }

  private static AccessSecret secret(Map<String, String> given, String name) {
    return new AccessSecret(part(given, name, Optional.empty()));
  }

  private static String part(Map<String, String> given, String name, Optional<String> old) {
    return Optional.ofNullable(given.get(name)).map(String::strip).or(() -> old).orElse("");
  }

  private TenantLine line(Tenant tenant) {
    Map<String, String> shown =
        new LinkedHashMap<>(SettingsText.show(rooms.tenants().tenants().settings(tenant.id())));
    shown.putAll(OtpSettingsText.show(db.inTenant(tenant.id(), rooms.codes()::find)));
    connecting()
        .of(tenant.id())
        .ifPresent(
            connection -> {
              shown.put(NUMBER_ID, connection.phoneNumberId());
              shown.put(ACCOUNT_ID, connection.businessAccountId());
              shown.put(NUMBER, connection.displayPhoneNumber());
              shown.put(ACCESS_TOKEN, "(set)");
              shown.put(CALLBACK, callback(connection));
            });
    return new TenantLine(tenant.id().value(), tenant.name(), shown);
  }

  private String callback(Connection connection) {
    boolean shared = connection.appKey().equals(rasl.whatsapp.App.SHARED);
    return base() + "/hooks/whatsapp" + (shared ? "" : "/" + connection.appKey());
  }

  /** Where the server took a free port, only a running one knows which. */
  private String base() {
    boolean known = config.server().port() != 0 || config.server().givenPublicUrl().isPresent();
    return known
        ? config.publicUrl(config.server().port()).toString()
        : new StateFile(config.database().dataDir())
            .runningUrl()
            .orElse("(known when the server runs, or by RASL_PUBLIC_URL)");
  }

  private Connecting connecting() {
    return rooms.connections().connecting();
  }

  private static Map<String, String> withoutReferences(Map<String, String> given) {
    var rest = new LinkedHashMap<>(given);
    rest.remove(SettingsText.DEFAULT_SOURCE);
    rest.remove(SettingsText.DEFAULT_STATUS);
    return rest;
  }
}
