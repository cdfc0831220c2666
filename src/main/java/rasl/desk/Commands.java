package rasl.desk;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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
import rasl.http.Scope;
import rasl.installation.Installation;
import rasl.installation.KeyRotation;
import rasl.server.RunningServer;
import rasl.server.Serving;
import rasl.server.Stopping;
import rasl.simulator.Simulator;
import rasl.simulator.SimulatorAccount;
import rasl.tenant.AccessToken;
import rasl.tenant.AccessTokens;
import rasl.tenant.Tenant;
import rasl.trial.Sandbox;

/** What the commands of the command line do. They work beside a running server as well as alone. */
public final class Commands implements Operations {
  private static final int COMMAND_CONNECTIONS = 4;

  private final PrintWriter out;
  private final Clock clock;
  private final SecureRandom random;

  /** Commands that print to this writer. */
  public Commands(PrintWriter out, Clock clock, SecureRandom random) {
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
      SimulatorWords.of(simulator, account, callback).forEach(out::println);
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

  @Override
  public List<Finding> examine(Config config) {
    return new Doctor(config, clock).examine(() -> with(config, CommandRooms::contents));
  }

  @Override
  public Rotated rotateSecrets(Config config) {
    KeyRotation.Done done = with(config, CommandRooms::sealAnew);
    return new Rotated(done.sealed(), done.unreadable());
  }

  @Override
  public String createToken(Config config, NewToken token) {
    return with(
        config,
        rooms ->
            rooms
                .tenants()
                .tokens()
                .create(
                    TenantDesk.find(rooms.tenants(), token.tenant()).id(),
                    new rasl.tenant.NewToken(
                        token.name(),
                        token.scopes(),
                        token.scopes().size() == Scope.values().length,
                        token.callsPerMinute(),
                        token.lifetime().map(clock.instant()::plus),
                        token.networks(),
                        token.bot()),
                    CommandRooms.caller()));
  }

  @Override
  public List<TokenLine> tokens(Config config, Optional<String> tenant) {
    return with(
        config,
        rooms -> {
          List<Tenant> tenants =
              tenant
                  .map(name -> List.of(TenantDesk.find(rooms.tenants(), name)))
                  .orElseGet(() -> rooms.tenants().tenants().list());
          return tenants.stream().flatMap(one -> lines(rooms.tenants().tokens(), one)).toList();
        });
  }

  private static Stream<TokenLine> lines(AccessTokens tokens, Tenant tenant) {
    return tokens.list(Optional.of(tenant.id())).stream()
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
                    token.revokedAt(),
                    token.lastUsedOn()));
  }

  @Override
  public int revokeTokens(Config config, TokenChoice choice) {
    return with(
        config,
        rooms -> {
          AccessTokens tokens = rooms.tenants().tokens();
          return switch (choice) {
            case TokenChoice.Id(var id) -> tokens.revoke(id, CommandRooms.caller()) ? 1 : 0;
            case TokenChoice.Name(var tenant, var name) ->
                (int)
                    tokens.list(Optional.of(TenantDesk.find(rooms.tenants(), tenant).id())).stream()
                        .filter(token -> token.name().equals(name))
                        .map(AccessToken::id)
                        .filter(id -> tokens.revoke(id, CommandRooms.caller()))
                        .count();
          };
        });
  }

  @Override
  public TenantLine createTenant(Config config, String name, Map<String, String> settings) {
    return with(config, rooms -> rooms.desk().create(name, settings));
  }

  @Override
  public List<TenantLine> tenants(Config config) {
    return with(config, rooms -> rooms.desk().list());
  }

  @Override
  public TenantLine tenant(Config config, String name) {
    return with(config, rooms -> rooms.desk().show(name));
  }

  @Override
  public TenantLine changeTenant(Config config, String name, Map<String, String> settings) {
    return with(config, rooms -> rooms.desk().change(name, settings));
  }

  @Override
  public List<AuditHead> auditHeads(Config config, Optional<String> tenant) {
    return with(config, rooms -> rooms.auditDesk().heads(tenant));
  }

  @Override
  public List<AuditChecked> verifyAudit(
      Config config, Optional<String> tenant, Optional<String> kept) {
    return with(config, rooms -> rooms.auditDesk().verify(tenant, kept));
  }

  @Override
  public String createOperatorToken(Config config, String name, Optional<Duration> lifetime) {
    Optional<Instant> end = lifetime.map(clock.instant()::plus);
    return with(config, rooms -> rooms.operators().create(name, end));
  }

  @Override
  public List<OperatorTokenLine> operatorTokens(Config config) {
    return with(config, rooms -> rooms.operators().list());
  }

  @Override
  public boolean revokeOperatorToken(Config config, long id) {
    return with(config, rooms -> rooms.operators().revoke(id));
  }

  @Override
  public String ownerLink(Config config, String tenant) {
    return with(config, rooms -> rooms.peopleDesk().ownerLink(tenant));
  }

  @Override
  public String resetLink(Config config, String email) {
    return with(config, rooms -> rooms.peopleDesk().resetLink(email));
  }

  @Override
  public void setOperator(Config config, String email, boolean operator) {
    var _ = with(config, rooms -> rooms.peopleDesk().setOperator(email, operator));
  }

  @Override
  public List<String> operators(Config config) {
    return with(config, rooms -> rooms.peopleDesk().operators());
  }

  @Override
  public DemoFilled fillDemo(Config config, DemoWish wish, LongConsumer progress) {
    return with(
        config,
        rooms -> {
          Tenant tenant = TenantDesk.find(rooms.tenants(), wish.tenant());
          var filled = rooms.demo().fill(tenant.id(), wish.contacts(), wish.seed(), progress);
          return new DemoFilled(tenant.name(), filled.contacts(), filled.took());
        });
  }

  /** Works on the database of a running server; without one the embedded server runs meanwhile. */
  private <T> T with(Config config, Function<CommandRooms, T> work) {
    return inWords(
        () -> {
          Optional<DatabaseSettings> external =
              config.database().externalUrl().map(Secret::reveal).map(DatabaseSettings::parse);
          Path folder = config.database().dataDir();
          Optional<DatabaseSettings> beside =
              external.isPresent() ? Optional.empty() : EmbeddedPostgres.running(folder);
          if (external.isPresent() || beside.isPresent()) {
            return with(config, external.or(() -> beside).orElseThrow(), beside.isPresent(), work);
          }
          if (!EmbeddedPostgres.exists(folder)) {
            throw new CommandFailedException(
                "There is no database in "
                    + folder
                    + " yet. ./rasl start makes it; another one is given by RASL_DATA_DIR or"
                    + " RASL_DATABASE_URL.");
          }
          try (EmbeddedPostgres embedded = EmbeddedPostgres.start(folder)) {
            return with(config, embedded.settings(), false, work);
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

  private <T> T with(
      Config config, DatabaseSettings settings, boolean beside, Function<CommandRooms, T> work) {
    try (Database db = Database.openAsItIs(settings.withConnections(COMMAND_CONNECTIONS))) {
      return work.apply(new CommandRooms(config, db, beside, clock, random));
    }
  }
}
