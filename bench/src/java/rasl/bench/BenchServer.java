package rasl.bench;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import rasl.App;
import rasl.audit.Actor;
import rasl.config.Config;
import rasl.config.Mode;
import rasl.contact.ContactStore;
import rasl.cpu.Carriers;
import rasl.crypto.MasterKey;
import rasl.db.Database;
import rasl.db.DatabaseSettings;
import rasl.db.EmbeddedPostgres;
import rasl.db.TenantId;
import rasl.desk.TenantDesk;
import rasl.http.Scope;
import rasl.installation.Installation;
import rasl.server.ServerTimings;
import rasl.server.Stopping;
import rasl.simulator.SimulatorAccount;
import rasl.tenant.NewToken;
import rasl.trial.Sandbox;
import rasl.whatsapp.graph.Graphs;

/**
 * The server that {@code bench/send} measures, in a process of its own, as {@code ./rasl start}
 * runs it but for two things: its simulator runs elsewhere, and its worker can be held back. It
 * says on standard output where everything is, and stops in order when it is told to.
 */
final class BenchServer {
  private static final long SMALL = 1000;
  private static final String NEIGHBOUR_SECRET = "secret-of-the-neighbours-own-app";

  /** The first small tenant has a number and an app, so that it can make noise by all doors. */
  private static final Map<String, String> NEIGHBOUR =
      Map.of(
          "whatsapp.phone_number_id", "555000111",
          "whatsapp.business_account_id", "555000222",
          "whatsapp.display_phone_number", "+966500009999",
          "whatsapp.access_token", "token-of-the-neighbour",
          "whatsapp.app_secret", NEIGHBOUR_SECRET,
          "whatsapp.verify_token", "verify-token-of-the-neighbour");

  private BenchServer() {}

  /**
   * Arguments: {@code accepting}, to hold the worker back, or {@code sending} or {@code contacts};
   * how many contacts the sandbox shall have, and how many small tenants there shall be.
   */
  public static void main(String[] arguments) {
    Carriers.prepare(Runtime.getRuntime().availableProcessors());
    Config config = Config.from(System.getenv(), Mode.TRIAL);
    var random = new SecureRandom();
    Clock clock = Clock.systemUTC();
    MasterKey key = Installation.key(config.database(), random);
    SimulatorAccount account = Sandbox.account(key, config.whatsapp());
    try (Stopping stopping = Stopping.listen();
        EmbeddedPostgres postgres = EmbeddedPostgres.start(config.database().dataDir());
        Database db = Database.open(postgres.settings().withConnections(config.database().pool()));
        App app = app(config, db, key, account, clock, random)) {
      var _ = Sandbox.prepare(app, db, account);
      fill(app, db, config, Long.parseLong(arguments[1]), Integer.parseInt(arguments[2]));
      liftWhatsAppsLimit(app, db);
      if (arguments[0].equals("accepting")) {
        app.startWithoutWorker();
      } else {
        app.start();
      }
      if (Integer.parseInt(arguments[2]) > 0) {
        tellNeighbour(app, new TenantDesk(app.desk(), db, config));
      }
      System.out.println("number_id=" + account.phoneNumberId());
      System.out.println("graph_token=" + account.accessToken());
      tell(app, postgres.settings());
      stopping.await();
    }
  }

  /** What is measured is this server, not the pace that Meta gives a number. */
  private static void liftWhatsAppsLimit(App app, Database db) {
    db.doInTenant(
        app.tenants().tenants().find(Sandbox.NAME).orElseThrow().id(),
        tx -> tx.update("update whatsapp_connection set messages_per_second = 100000"));
  }

  private static App app(
      Config config,
      Database db,
      MasterKey key,
      SimulatorAccount account,
      Clock clock,
      SecureRandom random) {
    URI graph = config.whatsapp().graphUrl().orElseThrow();
    return new App(
        new App.Surroundings(
            config,
            db,
            key,
            new Graphs(() -> graph, graph, Set.of()),
            Optional.of(Sandbox.app(account)),
            false,
            ServerTimings.usual(),
            clock,
            random));
  }

  /** Adds what is missing. */
  private static void fill(App app, Database db, Config config, long contacts, int tenants) {
    add(app, db, Sandbox.NAME, contacts);
    for (int i = 0; i < tenants; i++) {
      String name = "small-" + i;
      if (app.tenants().tenants().find(name).isEmpty()) {
        new TenantDesk(app.desk(), db, config).create(name, i == 0 ? NEIGHBOUR : Map.of());
      }
      add(app, db, name, SMALL);
    }
  }

  private static void add(App app, Database db, String name, long contacts) {
    TenantId tenant = app.tenants().tenants().find(name).orElseThrow().id();
    long missing = contacts - db.inTenant(tenant, new ContactStore()::count);
    if (missing > 0) {
      var _ = app.contacts().demo().fill(tenant, missing, 1, _ -> {});
    }
  }

  private static void tellNeighbour(App app, TenantDesk desk) {
    String callback = desk.show("small-0").settings().get("whatsapp.callback");
    System.out.println("neighbour_token=" + token(app, desk.find("small-0").id()));
    System.out.println("neighbour_callback=" + URI.create(callback).getPath());
    System.out.println("neighbour_secret=" + NEIGHBOUR_SECRET);
  }

  private static String token(App app, TenantId tenant) {
    return app.tokens()
        .create(
            tenant,
            new NewToken(
                "bench", EnumSet.allOf(Scope.class), OptionalInt.empty(), Optional.empty()),
            Actor.SYSTEM);
  }

  private static void tell(App app, DatabaseSettings database) {
    var tenant = app.tenants().tenants().find(Sandbox.NAME).orElseThrow().id();
    String token = token(app, tenant);
    Map.of(
            "port", app.port(),
            "token", token,
            "tenant", tenant.value(),
            "jdbc", database.url(),
            "user", database.user(),
            "password", database.password())
        .forEach((name, value) -> System.out.println(name + "=" + value));
    System.out.println("ready");
  }
}
