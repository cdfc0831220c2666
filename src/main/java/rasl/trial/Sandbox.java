package rasl.trial;

import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;
import rasl.audit.Actor;
import rasl.config.Config;
import rasl.config.Secret;
import rasl.crypto.MasterKey;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.http.Scope;
import rasl.member.Invitations;
import rasl.simulator.SimulatorAccount;
import rasl.tenant.NewToken;
import rasl.tenant.Tenant;
import rasl.tenant.TenantSettings;
import rasl.whatsapp.AccessSecret;
import rasl.whatsapp.App;
import rasl.whatsapp.connection.NewConnection;

/**
 * The tenant for trying: connected to the simulator, with defaults for new contacts and a token
 * that may do everything. It is made once; what people change in it stays changed.
 */
public final class Sandbox {
  /** The sandbox's name. */
  public static final String NAME = "sandbox";

  private static final String COUNTRY = "SA";
  private static final String TOKEN_NAME = "sandbox";

  private Sandbox() {}

  /**
   * The number that the simulator plays. Its secrets follow from the installation's key, unless the
   * operator gives those of the app.
   */
  public static SimulatorAccount account(MasterKey key, Config.WhatsApp config) {
    return new SimulatorAccount(
        "100000000000001",
        "966500000000",
        "Rasl Sandbox",
        "200000000000001",
        "300000000000001",
        "SIM" + derived(key, "simulator.access_token"),
        config
            .appSecret()
            .map(Secret::reveal)
            .orElseGet(() -> derived(key, "simulator.app_secret")),
        config
            .verifyToken()
            .map(Secret::reveal)
            .orElseGet(() -> derived(key, "simulator.verify_token")),
        config.appSecret().isEmpty() && config.verifyToken().isEmpty());
  }

  private static String derived(MasterKey key, String purpose) {
    return HexFormat.of().formatHex(key.derive(purpose).bytes()).substring(0, 32);
  }

  /** The simulator's app of Meta, as the webhook receiver knows it. */
  public static App app(SimulatorAccount account) {
    return new App(
        App.SHARED, new AccessSecret(account.appSecret()), new AccessSecret(account.verifyToken()));
  }

  /**
   * Makes what is missing.
   *
   * @return the sandbox's token, where it was made just now: nobody can be told it again
   */
  public static Optional<String> prepare(rasl.App app, Db db, SimulatorAccount account) {
    Optional<Tenant> existing = app.tenants().tenants().find(NAME);
    Tenant tenant =
        existing.orElseGet(
            () -> app.tenants().tenants().create(NAME, TenantSettings.defaults(COUNTRY)));
    // The token is made last: where there is one, everything else was made, and is the people's.
    boolean hasToken =
        app.tokens().list(Optional.of(tenant.id())).stream()
            .anyMatch(token -> token.name().equals(TOKEN_NAME));
    if (!hasToken) {
      app.makeDefaults(tenant);
    }
    connect(app, tenant, account);
    return hasToken
        ? Optional.empty()
        : Optional.of(
            app.tokens()
                .create(
                    tenant.id(),
                    new NewToken(
                        TOKEN_NAME,
                        EnumSet.allOf(Scope.class),
                        OptionalInt.empty(),
                        Optional.empty()),
                    Actor.SYSTEM));
  }

  /**
   * A link that makes the first owner, where there is none. It replaces that of an earlier start.
   */
  public static Optional<String> firstOwnerLink(rasl.App app) {
    TenantId tenant = app.tenants().tenants().find(NAME).orElseThrow().id();
    Invitations invitations = app.members().invitations();
    return invitations.hasOwner(tenant)
        ? Optional.empty()
        : Optional.of(invitations.ownerLink(tenant, true, Actor.SYSTEM));
  }

  /** The simulator's secrets may have changed; another connection that people made stays. */
  private static void connect(rasl.App app, Tenant tenant, SimulatorAccount account) {
    boolean connected =
        app.whatsapp()
            .connecting()
            .of(tenant.id())
            .filter(
                connection ->
                    !connection.simulated()
                        || connection.accessToken().text().equals(account.accessToken()))
            .isPresent();
    if (!connected) {
      app.whatsapp()
          .connecting()
          .connect(
              tenant.id(),
              new NewConnection(
                  account.phoneNumberId(),
                  account.wabaId(),
                  account.displayPhoneNumber(),
                  new AccessSecret(account.accessToken()),
                  App.SHARED,
                  true),
              Actor.SYSTEM);
    }
  }
}
