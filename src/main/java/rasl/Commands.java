package rasl;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import rasl.cli.CommandFailedException;
import rasl.cli.Operations;
import rasl.config.Config;
import rasl.config.Secret;
import rasl.crypto.MasterKey;
import rasl.db.Database;
import rasl.db.DatabaseException;
import rasl.db.DatabaseSettings;
import rasl.db.DatabaseSetupException;
import rasl.db.EmbeddedPostgres;
import rasl.job.DeadJobStore;
import rasl.simulator.Simulator;
import rasl.simulator.SimulatorAccount;
import rasl.tenant.AccessToken;
import rasl.tenant.Tenant;
import rasl.whatsapp.Graphs;
import rasl.whatsapp.Trouble;

/** What the commands of the command line do. They work beside a running server as well as alone. */
final class Commands implements Operations {
  private static final int COMMAND_CONNECTIONS = 4;

  private final PrintWriter out;
  private final Clock clock;
  private final SecureRandom random;

  Commands(PrintWriter out, Clock clock, SecureRandom random) {
    this.out = out;
    this.clock = clock;
    this.random = random;
  }

  @Override
  public int serve(Config config) {
    return inWords(() -> new Serving(config, out, clock, random).run());
  }

  @Override
  public int simulate(Config config) {
    if (config.server().port() == 0 && config.server().givenPublicUrl().isEmpty()) {
      throw new CommandFailedException(
          "Say where the webhooks go: give RASL_PUBLIC_URL, or the server's port as RASL_PORT.");
    }
    MasterKey key = Installation.key(config.database(), random);
    SimulatorAccount account = Sandbox.account(key, config.whatsapp());
    try (Stopping stopping = Stopping.listen();
        Simulator simulator = RunningServer.startSimulator(config, account, clock, random)) {
      URI callback = URI.create(config.publicUrl(config.server().port()) + "/hooks/whatsapp");
      simulator.setCallback(callback);
      introduce(simulator, account, callback).forEach(out::println);
      out.flush();
      stopping.await();
      return 0;
    } catch (IllegalStateException e) {
      throw new CommandFailedException(
          "The simulator does not start: "
              + e.getMessage()
              + ". ./rasl start runs one already; another RASL_DATA_DIR runs a second.",
          e);
    }
  }

  private static List<String> introduce(Simulator simulator, SimulatorAccount account, URI hook) {
    return List.of(
        "WhatsApp simulator:   " + simulator.url() + "   (as RASL_GRAPH_URL)",
        "Webhooks go to:       " + hook + "   (from RASL_PUBLIC_URL)",
        "Phone number id:      " + account.phoneNumberId(),
        "Business account id:  " + account.wabaId(),
        "Display phone number: " + account.displayPhoneNumber(),
        "Access token:         " + account.accessToken(),
        "App secret:           " + account.appSecret(),
        "Verify token:         " + account.verifyToken(),
        "",
        "Play a customer:",
        "  curl -s "
            + simulator.url()
            + "/control/inbound -H \"Content-Type: application/json\" \\",
        "    -d '{\"from\": \""
            + SelfCheck.CUSTOMER
            + "\", \"type\": \"text\", \"text\": \"Hello\"}'",
        "Look at what was sent:",
        "  curl -s " + simulator.url() + "/control/outbox",
        "",
        "Stop with Ctrl-C.");
  }

  @Override
  public List<Finding> examine(Config config) {
    return new Doctor(config).examine(() -> withApp(config, Commands::contents));
  }

  private static Doctor.Contents contents(App app, Database db) {
    List<Tenant> tenants = app.tenants().tenants().list();
    var connections = new LinkedHashMap<String, List<Trouble>>();
    for (Tenant tenant : tenants) {
      app.whatsapp()
          .troubles(tenant.id())
          .ifPresent(troubles -> connections.put(tenant.name(), troubles));
    }
    return new Doctor.Contents(
        tenants.size(),
        tenants.stream()
            .flatMap(
                tenant ->
                    app.codes().templatesThatOutliveCodes(tenant.id()).stream()
                        .map(words -> tenant.name() + ": " + words))
            .toList(),
        connections,
        db.inSystem(new DeadJobStore()::counted));
  }

  @Override
  public Rotated rotateSecrets(Config config) {
    return withApp(
        config,
        (app, db) -> {
          SealingAnew.Done done = app.housekeeping().sealAnew();
          return new Rotated(done.sealed(), done.unreadable());
        });
  }

  @Override
  public String createToken(Config config, NewToken token) {
    return withApp(
        config,
        (app, db) -> {
          Tenant tenant = new TenantDesk(app, db, config).find(token.tenant());
          return app.tokens()
              .create(
                  tenant.id(),
                  new rasl.tenant.NewToken(
                      token.name(),
                      token.scopes(),
                      token.callsPerMinute(),
                      token.lifetime().map(clock.instant()::plus)));
        });
  }

  @Override
  public List<TokenLine> tokens(Config config, Optional<String> tenant) {
    return withApp(
        config,
        (app, db) -> {
          List<Tenant> tenants =
              tenant
                  .map(name -> List.of(new TenantDesk(app, db, config).find(name)))
                  .orElseGet(() -> app.tenants().tenants().list());
          return tenants.stream().flatMap(one -> lines(app, one)).toList();
        });
  }

  private static Stream<TokenLine> lines(App app, Tenant tenant) {
    return app.tokens().list(Optional.of(tenant.id())).stream()
        .map(
            token ->
                new TokenLine(
                    token.id(),
                    tenant.name(),
                    token.name(),
                    token.scopes(),
                    token.callsPerMinute(),
                    token.createdAt(),
                    token.expiresAt(),
                    token.revokedAt()));
  }

  @Override
  public int revokeTokens(Config config, TokenChoice choice) {
    return withApp(
        config,
        (app, db) ->
            switch (choice) {
              case TokenChoice.Id(var id) -> app.tokens().revoke(id) ? 1 : 0;
              case TokenChoice.Name(var tenant, var name) -> {
                Tenant owner = new TenantDesk(app, db, config).find(tenant);
                yield (int)
                    app.tokens().list(Optional.of(owner.id())).stream()
                        .filter(token -> token.name().equals(name))
                        .map(AccessToken::id)
                        .filter(app.tokens()::revoke)
                        .count();
              }
            });
  }

  @Override
  public TenantLine createTenant(Config config, String name, Map<String, String> settings) {
    return withApp(config, (app, db) -> new TenantDesk(app, db, config).create(name, settings));
  }

  @Override
  public List<TenantLine> tenants(Config config) {
    return withApp(config, (app, db) -> new TenantDesk(app, db, config).list());
  }

  @Override
  public TenantLine tenant(Config config, String name) {
    return withApp(config, (app, db) -> new TenantDesk(app, db, config).show(name));
  }

  @Override
  public TenantLine changeTenant(Config config, String name, Map<String, String> settings) {
    return withApp(config, (app, db) -> new TenantDesk(app, db, config).change(name, settings));
  }

  @Override
  public DemoFilled fillDemo(Config config, DemoWish wish, LongConsumer progress) {
    return withApp(
        config,
        (app, db) -> {
          Tenant tenant = new TenantDesk(app, db, config).find(wish.tenant());
          var filled =
              app.contacts().demo().fill(tenant.id(), wish.contacts(), wish.seed(), progress);
          return new DemoFilled(tenant.name(), filled.contacts(), filled.took());
        });
  }

  /** Works on the database of a running server; without one the embedded server runs meanwhile. */
  private <T> T withApp(Config config, BiFunction<App, Database, T> work) {
    return inWords(
        () -> {
          Optional<DatabaseSettings> reachable =
              config
                  .database()
                  .externalUrl()
                  .map(Secret::reveal)
                  .map(DatabaseSettings::parse)
                  .or(() -> EmbeddedPostgres.running(config.database().dataDir()));
          if (reachable.isPresent()) {
            return withApp(config, reachable.get(), true, work);
          }
          try (EmbeddedPostgres embedded = EmbeddedPostgres.start(config.database().dataDir())) {
            return withApp(config, embedded.settings(), false, work);
          }
        });
  }

  /** What goes wrong with the database is the operator's to mend, and told without a trace. */
  private static <T> T inWords(Supplier<T> work) {
    try {
      return work.get();
    } catch (DatabaseSetupException e) {
      throw new CommandFailedException(String.valueOf(e.getMessage()), e);
    } catch (DatabaseException e) {
      throw new CommandFailedException(
          (e.isUnavailable() || e.sqlState().startsWith("28")
                  ? "The database cannot be reached: "
                  : "The database refuses: ")
              + e.getMessage(),
          e);
    } catch (UncheckedIOException e) {
      throw new CommandFailedException(e.getMessage() + ": " + e.getCause(), e);
    }
  }

  private <T> T withApp(
      Config config, DatabaseSettings settings, boolean beside, BiFunction<App, Database, T> work) {
    MasterKey key = Installation.key(config.database(), random);
    try (Database db = Database.open(settings.withConnections(COMMAND_CONNECTIONS))) {
      if (beside && config.database().externalUrl().isEmpty()) {
        Installation.refuseNewKey(db, key);
      }
      try (App app = new App(surroundings(config, db, key))) {
        return work.apply(app, db);
      }
    }
  }

  private App.Surroundings surroundings(Config config, Database db, MasterKey key) {
    return new App.Surroundings(
        config,
        db,
        key,
        Graphs.real(URI.create("http://localhost")),
        Optional.empty(),
        false,
        ServerTimings.usual(),
        clock,
        random);
  }
}
