package rasl.testkit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import rasl.db.Database;
import rasl.db.DatabaseSettings;
import rasl.db.OpenPostgres;

/**
 * A migrated database for one test, or for one test class: a copy of a template, on a PostgreSQL
 * server that all tests of this JVM share. Its sessions live in a time zone of which the JVM knows
 * nothing, so that code that mixes the two up fails.
 */
public final class TestDatabase implements AutoCloseable {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final String SESSION_TIME_ZONE = "Pacific/Chatham";

  private final TestServer server;
  private final String name;
  private final Database database;
  private final KeptConnections owners = new KeptConnections(this::connectAsOwner);

  private TestDatabase(TestServer server, String name) {
    this.server = server;
    this.name = name;
    this.database = OpenPostgres.connect(settings());
  }

  public static TestDatabase create() {
    TestServer server = TestServer.shared();
    String name = "test_" + NUMBER.incrementAndGet();
    server.asSuperuser(
        "create database "
            + name
            + " owner rasl strategy file_copy template "
            + TestServer.TEMPLATE);
    return new TestDatabase(server, name);
  }

  /** The open database; it is closed with this object. */
  public Database db() {
    return database;
  }

  /** How to open this database once more, as another node would. */
  public DatabaseSettings settings() {
    return server.postgres().settings(name).withConnections(5).withTimeZone(SESSION_TIME_ZONE);
  }

  /** How to open this database as superuser: never for serving. */
  public DatabaseSettings superuserSettings() {
    return OpenPostgres.superuser(server.postgres(), name);
  }

  /** A plain connection of the role that owns the tables: for tests' own tables and looks. */
  public Connection connectAsOwner() throws SQLException {
    DatabaseSettings settings = settings();
    return DriverManager.getConnection(settings.url(), settings.user(), settings.password());
  }

  /**
   * Runs statements as the owner, to whom all rows are visible. Later calls may have the same
   * connection: for settings of a session take {@link #connectAsOwner}.
   */
  public void asOwner(String sql) {
    var _ = owners.with(statement -> statement.execute(sql));
  }

  /** The first column of a query's rows, as text, as the owner sees them. */
  public List<String> column(String sql) {
    return owners.with(
        statement -> {
          var texts = new ArrayList<String>();
          try (var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
              texts.add(String.valueOf(rows.getString(1)));
            }
          }
          return texts;
        });
  }

  /** Runs statements as superuser. */
  public void asSuperuser(String sql) {
    server.asSuperuser(name, sql);
  }

  /** Cuts every connection to this database, as an outage would; new ones are possible at once. */
  public void cutConnections() {
    owners.close();
    server.asSuperuser(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name + "'");
  }

  /** Closes the connections and drops the database. */
  @Override
  public void close() {
    owners.close();
    database.close();
    server.asSuperuser("drop database " + name + " with (force)");
  }
}
