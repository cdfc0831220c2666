package rasl.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rasl.db.Database;
import rasl.db.DatabaseSettings;
import rasl.db.DatabaseSetupException;
import rasl.db.EmbeddedPostgres;
import rasl.db.OpenPostgres;

/**
 * The PostgreSQL server of this JVM's tests. Its folder lies in {@link MemoryFolder memory} where
 * there is enough of it: each test database is eight hundred files, which a disk's file system
 * makes and deletes slowly. Else it lies below {@code target} and stays for the next run; parallel
 * runs take the next free folder. Nothing in it needs to survive a power cut, so fsync is off.
 */
final class TestServer {
  static final String TEMPLATE = "template_rasl";
  private static final int FOLDERS = 16;

  private final EmbeddedPostgres postgres;
  private final KeptConnections superusers;

  private TestServer(EmbeddedPostgres postgres) {
    this.postgres = postgres;
    superusers = new KeptConnections(() -> connectAsSuperuser("postgres"));
  }

  static TestServer shared() {
    return Shared.SERVER;
  }

  EmbeddedPostgres postgres() {
    return postgres;
  }

  /** Runs statements as superuser in no test's database: for making and dropping those. */
  void asSuperuser(String sql) {
    var _ = superusers.with(statement -> statement.execute(sql));
  }

  /** The same in one database. */
  void asSuperuser(String database, String sql) {
    try (Connection connection = connectAsSuperuser(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Connection connectAsSuperuser(String database) throws SQLException {
    DatabaseSettings settings = OpenPostgres.superuser(postgres, database);
    return DriverManager.getConnection(settings.url(), settings.user(), settings.password());
  }

  private static TestServer start() {
    Optional<Path> memory = MemoryFolder.make("postgres");
    var server = new TestServer(memory.map(TestServer::startIn).orElseGet(TestServer::startOnDisk));
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  server.postgres.close();
                  memory.ifPresent(Folders::delete);
                },
                "test-postgres-stop"));
    server.asSuperuser("alter system set fsync = off");
    server.asSuperuser("alter system set full_page_writes = off");
    server.asSuperuser("alter system set synchronous_commit = off");
    // Databases live for seconds: counting their rows would pay for nobody.
    server.asSuperuser("alter system set autovacuum = off");
    server.asSuperuser("select pg_reload_conf()");
    server.leftovers().forEach(name -> server.asSuperuser("drop database " + name));
    if (memory.isPresent()) { // A new copy, whose own database is migrated.
      server.asSuperuser(
          "create database " + TEMPLATE + " owner rasl strategy file_copy template rasl");
    } else {
      server.asSuperuser("create database " + TEMPLATE + " owner rasl");
      Database.open(server.postgres.settings(TEMPLATE)).close();
    }
    return server;
  }

  private static EmbeddedPostgres startIn(Path folder) {
    if (!Files.exists(folder.resolve("postgres"))) {
      PreparedPostgres.into(folder);
    }
    trustEveryone(folder);
    return OpenPostgres.start(folder);
  }

  private static EmbeddedPostgres startOnDisk() {
    Path target = Path.of("target").toAbsolutePath();
    for (int number = 1; number < FOLDERS; number++) {
      try {
        return startIn(target.resolve("test-postgres-" + number));
      } catch (DatabaseSetupException e) {
        if (!String.valueOf(e.getMessage()).contains("is in use by process")) {
          throw e;
        }
      }
    }
    throw new IllegalStateException("Too many test runs at a time in " + target);
  }

  /**
   * Proving a password takes thousands of rounds of a hash, at each of a thousand connections, and
   * tests nothing here.
   */
  private static void trustEveryone(Path folder) {
    try {
      Files.writeString(
          folder.resolve("postgres/data/pg_hba.conf"), "host all all 127.0.0.1/32 trust\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> leftovers() {
    return superusers.with(
        statement -> {
          List<String> names = new ArrayList<>();
          try (ResultSet rows =
              statement.executeQuery(
                  """
                  select quote_ident(datname) from pg_database
                  where datname like 'test\\_%' or datname = 'template_rasl'
                  """)) {
            while (rows.next()) {
              names.add(rows.getString(1));
            }
          }
          return names;
        });
  }

  /** Started by the first test that asks. */
  private static final class Shared {
    static final TestServer SERVER = start();
  }
}
