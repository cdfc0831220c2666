package rasl;

import java.io.PrintWriter;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import rasl.cli.CommandFailedException;
import rasl.cli.Operations;
import rasl.config.Config;
import rasl.config.Secret;
import rasl.crypto.MasterKey;
import rasl.db.Database;
import rasl.db.DatabaseSettings;
import rasl.db.DatabaseSetupException;
import rasl.db.EmbeddedPostgres;
import rasl.tenant.AccessToken;
import rasl.tenant.Tenant;
import rasl.whatsapp.simulator.Simulator;
import rasl.whatsapp.simulator.SimulatorAccount;

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
    try {
      return new Serving(config, out, clock, random).run();
    } catch (DatabaseSetupException e) {
      throw new CommandFailedException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public int simulate(Config config) {
    MasterKey key = Installation.key(config.database(), random);
    SimulatorAccount account = Sandbox.account(key, config.whatsapp());
    try (Simulator simulator = RunningServer.startSimulator(config, account, clock, random)) {
      URI callback = config.publicUrl(config.server().port()).resolve("/hooks/whatsapp");
      simulator.setCallback(callback);
      out.println("WhatsApp simulator: " + simulator.url());
      out.println("Webhooks go to:     " + callback + " (RASL_PUBLIC_URL)");
      out.println("Phone number id:    " + account.phoneNumberId());
      out.println("Business account:   " + account.wabaId());
      out.println("Access token:       " + account.accessToken());
      out.println("App secret:         " + account.appSecret());
      out.println("Verify token:       " + account.verifyToken());
      out.println("Stop with Ctrl-C.");
      out.flush();
      Stopping.await(new CountDownLatch(1));
      return 0;
    }
  }

  @Override
  public List<Finding> examine(Config config) {
    return new Doctor(config)
        .examine(() -> withApp(config, (app, db) -> app.tenants().tenants().list().size()));
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

  /** Works on the database of a running server; without one the embedded server runs meanwhile. */
  private <T> T withApp(Config config, BiFunction<App, Database, T> work) {
    try {
      Optional<DatabaseSettings> reachable =
          config
              .database()
              .externalUrl()
              .map(Secret::reveal)
              .map(DatabaseSettings::parse)
              .or(() -> EmbeddedPostgres.running(config.database().dataDir()));
      if (reachable.isPresent()) {
        return withApp(config, reachable.get(), work);
      }
      try (EmbeddedPostgres embedded = EmbeddedPostgres.start(config.database().dataDir())) {
        return withApp(config, embedded.settings(), work);
      }
    } catch (DatabaseSetupException e) {
      throw new CommandFailedException(String.valueOf(e.getMessage()), e);
    }
  }

  private <T> T withApp(
      Config config, DatabaseSettings settings, BiFunction<App, Database, T> work) {
    try (Database db = Database.open(settings.withConnections(COMMAND_CONNECTIONS));
        App app =
            new App(
                new App.Surroundings(
                    config,
                    db,
                    Installation.key(config.database(), random),
                    () -> URI.create("http://localhost"),
                    Optional.empty(),
                    false,
                    clock,
                    random))) {
      return work.apply(app, db);
    }
  }
}
