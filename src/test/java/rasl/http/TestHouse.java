package rasl.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import rasl.cpu.CpuPool;
import rasl.crypto.KeyRing;
import rasl.crypto.MasterKey;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.disk.Disk;
import rasl.disk.Spool;
import rasl.limit.CallLimits;
import rasl.testkit.Api;
import rasl.testkit.Folders;
import rasl.testkit.SettableClock;

/** A running server with the room's conventions around a test's own routes. */
final class TestHouse implements AutoCloseable {
  static final String ALL = "all-scopes";
  static final String FEW = "few-calls";
  static final String POOR = "few-scopes";
  static final String NEIGHBOUR = "neighbour";
  static final int SESSION_CALLS = 40;

  private static final Map<String, Caller> CALLERS =
      new ConcurrentHashMap<>(
          Map.of(
              ALL, caller(1, 1, all(), OptionalInt.empty()),
              FEW, caller(1, 2, all(), OptionalInt.of(3)),
              POOR, caller(1, 3, Set.of(Scope.ACCOUNT_READ), OptionalInt.of(3)),
              NEIGHBOUR, caller(2, 4, all(), OptionalInt.empty())));

  /** The cookie's value is the person's id; everybody is an agent in the tenants 1 and 2. */
  private static final SessionCheck SESSIONS =
      new SessionCheck() {
        @Override
        public Optional<SignedIn> signedIn(String cookie) {
          return cookie.matches("[0-9]")
              ? Optional.of(
                  new SignedIn(
                      Long.parseLong(cookie),
                      Long.parseLong(cookie),
                      false,
                      false,
                      Instant.EPOCH,
                      SESSION_CALLS))
              : Optional.empty();
        }

        @Override
        public Optional<Caller> member(SignedIn person, TenantId tenant) {
          return tenant.value() > 2
              ? Optional.empty()
              : Optional.of(
                  Caller.member(
                      tenant, new Principal.Member(person.personId(), Role.AGENT, person)));
        }
      };

  final SettableClock clock = SettableClock.atSomeTime();
  final HttpModule module;
  final Path spool;
  private final CpuPool cpu = CpuPool.start(2);
  private final HttpServer server;
  private final Api api;

  TestHouse(Db db, Routes routes, HttpModule.Settings settings, List<HealthCheck> checks) {
    this(db, routes, settings, checks, HttpServer.Limits.STANDARD, TestHouse::roomy);
  }

  TestHouse(
      Db db,
      Routes routes,
      HttpModule.Settings settings,
      List<HealthCheck> checks,
      HttpServer.Limits limits,
      Function<Path, Spool> spools) {
    spool = Folders.temporary("spool");
    module =
        new HttpModule(
            db,
            KeyRing.of(new MasterKey(new byte[32])),
            settings,
            spools.apply(spool),
            cpu,
            clock,
            new SecureRandom());
    module.addTo(routes, checks);
    TokenCheck tokens = (token, _) -> Optional.ofNullable(CALLERS.get(token));
    server =
        HttpServer.start(
            new HttpServer.Settings("test", "127.0.0.1", 0, limits),
            module.handler(
                routes,
                tokens,
                SESSIONS,
                module.cookies(new WebOrigin(() -> URI.create("http://rasl.test"), true)),
                new CallLimits(clock)),
            module.errors());
    api = Api.onPort(server.port());
  }

  /** A spool whose disk is never full, however full that of the machine is. */
  static Spool roomy(Path folder) {
    return new Spool(folder, new Disk(folder, _ -> new Disk.Space(0, 0)));
  }

  /** Calls without a token. */
  Api api() {
    return api;
  }

  Api api(String token) {
    return api.withToken(token);
  }

  /** How many files lie in the spool. */
  long spooled() {
    try (Stream<Path> files = Files.list(spool)) {
      return files.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return server.port();
  }

  @Override
  public void close() {
    api.close();
    server.close();
    cpu.close();
    Folders.delete(spool);
  }

  private static Caller caller(
      long tenant, long token, Set<Scope> scopes, OptionalInt callsPerMinute) {
    return new Caller(new TenantId(tenant), new Principal.Token(token), scopes, callsPerMinute);
  }

  private static Set<Scope> all() {
    return EnumSet.allOf(Scope.class);
  }
}
