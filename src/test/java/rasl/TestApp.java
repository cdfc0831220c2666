package rasl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import rasl.audit.Actor;
import rasl.config.Config;
import rasl.config.Mode;
import rasl.contact.ContactModule;
import rasl.db.Database;
import rasl.db.TenantId;
import rasl.desk.TenantDesk;
import rasl.http.Routes;
import rasl.http.Scope;
import rasl.installation.Installation;
import rasl.message.Sending;
import rasl.otp.OtpModule;
import rasl.people.NewPerson;
import rasl.server.RunningServer;
import rasl.server.ServerTimings;
import rasl.simulator.SimulatorAccount;
import rasl.tenant.AccessTokens;
import rasl.tenant.NewToken;
import rasl.tenant.Tenant;
import rasl.tenant.TenantSettings;
import rasl.testkit.Api;
import rasl.testkit.Folders;
import rasl.testkit.TestDatabase;
import rasl.trial.Sandbox;

/**
 * A whole trial server for tests: on a database of its own, with its simulator, on free ports, with
 * the sandbox tenant and its token.
 */
public final class TestApp implements AutoCloseable {
  /** Where nobody listens: a test must not reach WhatsApp itself. */
  private static final URI NO_WHATSAPP = URI.create("http://127.0.0.1:9");

  /** Jobs that failed come back soon: a test that waits for it has nothing else to do. */
  private static final Duration FIRST_BACKOFF = Duration.ofMillis(50);

  private final TestDatabase database;
  private final boolean ownsDatabase;
  private final Path folder;
  private final Config config;
  private final RunningServer server;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final AtomicLong cachesAhead = new AtomicLong();

  private TestApp(
      TestDatabase database, boolean ownsDatabase, Map<String, String> settings, Clock clock) {
    this.database = database;
    this.ownsDatabase = ownsDatabase;
    this.clock = clock;
    this.folder = Folders.temporary("test");
    var environment = new HashMap<String, String>();
    environment.put("RASL_PORT", "0");
    environment.put("RASL_SIMULATOR_PORT", "0");
    environment.put("RASL_DATA_DIR", folder.toString());
    environment.put("RASL_SECRET_KEY", "00112233445566778899aabbccddeeff".repeat(2));
    environment.putAll(settings);
    this.config = Config.from(environment, Mode.TRIAL);
    var timings = new ServerTimings(FIRST_BACKOFF, () -> System.nanoTime() + cachesAhead.get());
    this.server = RunningServer.start(config, database.db(), NO_WHATSAPP, timings, clock, random);
  }

  /** A server with the system's clock. */
  public static TestApp start() {
    return start(Map.of());
  }

  /** A server with some settings ({@code RASL_…}) of its own. */
  public static TestApp start(Map<String, String> settings) {
    return start(settings, Clock.systemUTC());
  }

  /** A server with another clock; leases of jobs still run in the database's. */
  public static TestApp start(Map<String, String> settings, Clock clock) {
    return new TestApp(TestDatabase.create(), true, settings, clock);
  }

  /** One more server on the same database, as another node; its simulator is its own. */
  public TestApp startAnotherNode(Map<String, String> settings) {
    return new TestApp(database, false, settings, clock);
  }

  /** Where the server listens, such as {@code http://127.0.0.1:12345}. */
  public String url() {
    return server.local(config).toString();
  }

  /** A client without a token; every answer must be as {@code api/openapi.yaml} says. */
  public Api api() {
    return Api.at(url()).documented();
  }

  /** A client with a token of the sandbox that may do everything, without a rate limit. */
  public Api sandbox() {
    return api().withToken(token(sandboxTenant(), EnumSet.allOf(Scope.class), OptionalInt.empty()));
  }

  /** A client of the simulator; its control API is below {@code /control}. */
  public Api simulator() {
    return Api.at(simulatorUrl().toString());
  }

  public URI simulatorUrl() {
    return server.simulator().orElseThrow().url();
  }

  /** Lets everything that was kept of tenants' settings grow old. */
  public void passTimeOfCaches() {
    cachesAhead.addAndGet(Duration.ofMinutes(1).toNanos());
  }

  /** Says that there may be work, after a test has made some by itself. */
  public void wake() {
    server.app().wake();
  }

  /** How rooms send messages of their own. */
  public Sending sending() {
    return server.app().messages().sending();
  }

  /** The account that the simulator plays, with its secrets. */
  public SimulatorAccount simulatorAccount() {
    return Sandbox.account(Installation.key(config.database(), random), config.whatsapp());
  }

  public TenantId sandboxTenant() {
    return server.app().tenants().tenants().find(Sandbox.NAME).orElseThrow().id();
  }

  /** Makes another tenant, with defaults for new contacts but without a connection to WhatsApp. */
  public TenantId tenant(String name) {
    new TenantDesk(server.app().desk(), database.db(), config).create(name, Map.of());
    Optional<Tenant> made = server.app().tenants().tenants().find(name);
    return made.orElseThrow().id();
  }

  /** Changes a tenant's settings as {@code ./rasl tenant set} does. */
  public void set(String tenant, Map<String, String> settings) {
    new TenantDesk(server.app().desk(), database.db(), config).change(tenant, settings);
  }

  public TenantSettings settings(TenantId tenant) {
    return server.app().tenants().tenants().settings(tenant);
  }

  /** Makes a token. */
  public String token(TenantId tenant, Set<Scope> scopes, OptionalInt callsPerMinute) {
    return server
        .app()
        .tokens()
        .create(
            tenant, new NewToken("test", scopes, callsPerMinute, Optional.empty()), Actor.SYSTEM);
  }

  /** Makes a person an operator, or no operator any more, as the command line does. */
  public void setOperator(String email, boolean operator) {
    server.app().people().operators().set(email, operator, Actor.SYSTEM);
  }

  /** A client with a token of an operator. */
  public Api operator() {
    return api()
        .withToken(server.app().operatorTokens().create("test", Optional.empty(), Actor.SYSTEM));
  }

  /** Deletes tenants that are to be deleted, now. */
  void deleteTenants() {
    server.app().operators().deleteTenants();
  }

  /** The tokens' room, for what happens without a call. */
  AccessTokens tokens() {
    return server.app().tokens();
  }

  /** A client with a token of a tenant that may do everything, without a rate limit. */
  public Api as(TenantId tenant) {
    return api().withToken(token(tenant, EnumSet.allOf(Scope.class), OptionalInt.empty()));
  }

  /** Makes an account of the installation; the person is a member nowhere. */
  public void person(String email, String password) {
    server.app().people().people().ensure(new NewPerson(email, "Somebody", password));
  }

  /** A link that makes its holder an owner of a tenant, as the command line and a start do. */
  public String ownerLink(TenantId of, boolean firstOnly) {
    return server.app().members().invitations().ownerLink(of, firstOnly, Actor.SYSTEM);
  }

  /** What the link that the command line makes for a lost password holds. */
  public String resetLink(String email) {
    return server.app().people().resets().forEmail(email, Actor.SYSTEM).token();
  }

  /** A client with the session of a person who signs in. */
  public Api signIn(String email, String password) {
    var credentials = Map.of("email", email, "password", password);
    return signedIn(api().post(200, "/api/v2/sign-in", credentials));
  }

  /** A client with the session that an answer opened, and with all that a page of ours sends. */
  public Api signedIn(Api.Reply opened) {
    String cookie = opened.header("Set-Cookie").orElseThrow().split(";", -1)[0];
    return api()
        .with("Cookie", cookie)
        .with("Origin", url())
        .with("X-CSRF-Token", opened.data().path("csrf_token").asString());
  }

  /** How many passwords were hashed since the start. */
  public long passwordsHashed() {
    return server.app().people().passwordsHashed();
  }

  public Database db() {
    return database.db();
  }

  /** For looking into the tables as their owner, to whom all rows are visible. */
  public TestDatabase database() {
    return database;
  }

  /** The room of one-time codes, for what happens without a call. */
  public OtpModule codes() {
    return server.app().codes();
  }

  /** The room of contacts, for what happens without a call. */
  public ContactModule contacts() {
    return server.app().contacts();
  }

  public List<Routes.Route> routes() {
    return server.app().routes().all();
  }

  /** How many files of messages lie in the data folder. */
  public long files() {
    Path media = folder.resolve("media");
    if (!Files.isDirectory(media)) {
      return 0;
    }
    try (var files = Files.walk(media)) {
      return files.filter(Files::isRegularFile).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.close();
    if (ownsDatabase) {
      database.close();
    }
    Folders.delete(folder);
  }
}
