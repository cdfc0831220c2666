package rasl.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import rasl.db.Database;
import rasl.db.DatabaseSettings;
import rasl.db.DatabaseSetupException;
import rasl.db.EmbeddedPostgres;
import rasl.db.OpenPostgres;

/**
 * The PostgreSQL server of this JVM's tests. Its folder below {@code target} stays for the next
 * run, which saves unpacking and making it; parallel runs take the next free folder. Nothing in it
 * needs to survive a power cut, so fsync is off.
 */
final class TestServer {
  static final String TEMPLATE = "template_rasl";
  private static final int FOLDERS = 16;

  private final EmbeddedPostgres postgres;

  private TestServer(EmbeddedPostgres postgres) {
    this.postgres = postgres;
  }

  static TestServer shared() {
    return Shared.SERVER;
  }

  EmbeddedPostgres postgres() {
    return postgres;
  }

  void asSuperuser(String database, String sql) {
    DatabaseSettings settings = OpenPostgres.superuser(postgres, database);
    try (Connection connection =
            DriverManager.getConnection(settings.url(), settings.user(), settings.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TestServer start() {
    var server = new TestServer(startPostgres());
    Runtime.getRuntime().addShutdownHook(new Thread(server.postgres::close, "test-postgres-stop"));
    server.asSuperuser("postgres", "alter system set fsync = off");
    server.asSuperuser("postgres", "alter system set full_page_writes = off");
    server.asSuperuser("postgres", "alter system set synchronous_commit = off");
    server.asSuperuser("postgres", "select pg_reload_conf()");
    server.leftovers().forEach(name -> server.asSuperuser("postgres", "drop database " + name));
    server.asSuperuser("postgres", "create database " + TEMPLATE + " owner rasl");
    Database.open(server.postgres.settings(TEMPLATE)).close();
    return server;
  }

  private static EmbeddedPostgres startPostgres() {
    Path target = Path.of("target").toAbsolutePath();
    for (int number = 1; number < FOLDERS; number++) {
      try {
        Path folder = target.resolve("test-postgres-" + number);
        if (!Files.exists(folder.resolve("postgres"))) {
          PreparedPostgres.into(folder);
        }
        return OpenPostgres.start(folder);
      } catch (DatabaseSetupException e) {
        if (!String.valueOf(e.getMessage()).contains("is in use by process")) {
          throw e;
        }
      }
    }
    throw new IllegalStateException("Too many test runs at a time in " + target);
  }

  private List<String> leftovers() {
    DatabaseSettings settings = OpenPostgres.superuser(postgres, "postgres");
    List<String> names = new ArrayList<>();
    try (Connection connection =
            DriverManager.getConnection(settings.url(), settings.user(), settings.password());
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                select quote_ident(datname) from pg_database
                where datname like 'test\\_%' or datname = 'template_rasl'
                """)) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
      return names;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Started by the first test that asks. */
  private static final class Shared {
    static final TestServer SERVER = start();
  }
}
