package rasl.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
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

  private static final Map<String, Caller> CALLERS =
      new ConcurrentHashMap<>(
          Map.of(
              ALL, new Caller(new TenantId(1), 1, all(), OptionalInt.empty()),
              FEW, new Caller(new TenantId(1), 2, all(), OptionalInt.of(3)),
              POOR, new Caller(new TenantId(1), 3, Set.of(Scope.ACCOUNT_READ), OptionalInt.of(3)),
              NEIGHBOUR, new Caller(new TenantId(2), 4, all(), OptionalInt.empty())));

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
    TokenCheck tokens = token -> Optional.ofNullable(CALLERS.get(token));
    server =
        HttpServer.start(
            new HttpServer.Settings("test", "127.0.0.1", 0, limits),
            module.handler(routes, tokens, new CallLimits(clock)),
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

  private static Set<Scope> all() {
    return EnumSet.allOf(Scope.class);
  }
}
