package rasl.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import rasl.crypto.Hashes;
import rasl.disk.Spool;
import rasl.testkit.Api;
import rasl.testkit.TestDatabase;

/** A server with routes that take forms, and tell what they read. */
final class FormHouse implements AutoCloseable {
  static final String PATH = "/t/forms";
  static final FormRule RULE = new FormRule(3 << 20, 2 << 20, 8, 1000, true);

  private final AtomicInteger runs = new AtomicInteger();
  final TestDatabase database;
  final TestHouse house;

  FormHouse() {
    this(HttpServer.Limits.STANDARD);
  }

  FormHouse(HttpServer.Limits limits) {
    this(limits, TestHouse::roomy);
  }

  FormHouse(HttpServer.Limits limits, Function<Path, Spool> spools) {
    database = TestDatabase.create();
    var routes = new Routes();
    var both = new Routes.Access.Token(Scope.SOURCES_WRITE, this::echo);
    routes.add(new Routes.Route("POST", PATH, both, 2000).withForm(RULE));
    routes.add(new Routes.Route("POST", "/t/only", both, 2000).withForm(RULE.only()));
    routes.add("POST", "/t/json", Scope.SOURCES_WRITE, this::echo);
    var bug = new Routes.Access.Token(Scope.SOURCES_WRITE, (_, _) -> bug());
    routes.add(new Routes.Route("POST", "/t/formbug", bug, 2000).withForm(RULE));
    house =
        new TestHouse(
            database.db(), routes, HttpModule.Settings.STANDARD, List.of(), limits, spools);
  }

  @Override
  public void close() {
    house.close();
    database.close();
  }

  private static Answer bug() {
    throw new IllegalStateException("a bug");
  }

  /** Tells what it read, and how the file lay. */
  private Answer echo(Caller caller, Request request) {
    int run = runs.incrementAndGet();
    Fields in = request.fields();
    Map<String, Object> read = new LinkedHashMap<>();
    read.put("run", run);
    read.put("name", in.text("name", 50).orElse(null));
    read.put("age", in.integer("age", 0, 200).orElse(null));
    read.put("agreed", in.bool("agreed").orElse(null));
    read.put("groups", in.ids("groups"));
    Optional<Fields> inner = in.object("contact");
    read.put("firstname", inner.flatMap(one -> one.text("firstname", 20)).orElse(null));
    read.put("inner_groups", inner.map(one -> one.ids("groups")).orElse(List.of()));
    Optional<Upload> file = in.file("file");
    return in.orRefuse(
        () -> {
          file.ifPresent(upload -> read.put("file", describe(upload)));
          return request.change().commit(_ -> Answer.ok(read));
        });
  }

  private static Map<String, Object> describe(Upload upload) {
    try (InputStream in = upload.open()) {
      byte[] bytes = in.readAllBytes();
      assertThat(upload.sha256()).isEqualTo(Hashes.sha256(bytes));
      assertThat(Files.getPosixFilePermissions(upload.path())).hasSize(2);
      return Map.of(
          "filename", upload.filename(),
          "type", upload.contentType(),
          "size", upload.size(),
          "sha256", HexFormat.of().formatHex(upload.sha256()),
          "read", bytes.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Api api() {
    return house.api(TestHouse.ALL);
  }

  static String fault(Api.Reply reply, String field) {
    return reply.error().path("details").path("errors").path(field).path(0).asString("");
  }

  long spooledBytes() {
    try (Stream<Path> files = Files.list(house.spool)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean hasNoFiles() {
    try (Stream<Path> files = Files.list(house.spool)) {
      return files.findAny().isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
