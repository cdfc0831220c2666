package rasl.db;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.jspecify.annotations.Nullable;

/** Brings a database to the form that this version of the program needs, as the owner. */
final class Schema {
  private static final int OLDEST_SERVER = 160000;

  /** Any number that no one else uses: several nodes may start at once. */
  private static final long ROLE_LOCK = 7_201_954_311L;

  private static final Set<MigrationState> UNKNOWN =
      EnumSet.of(
          MigrationState.FUTURE_SUCCESS,
          MigrationState.FUTURE_FAILED,
          MigrationState.MISSING_SUCCESS,
          MigrationState.MISSING_FAILED);

  private Schema() {}

  static void prepare(DatabaseSettings settings) {
    try (Connection owner = Connections.owner(settings).getConnection()) {
      checkVersion(owner);
      makeRole(owner);
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
    migrate(settings);
  }

  private static void checkVersion(Connection owner) throws SQLException {
    int version = Integer.parseInt(text(owner, "show server_version_num"));
    if (version < OLDEST_SERVER) {
      throw new DatabaseSetupException(
          "PostgreSQL 16 or newer is needed; this is " + text(owner, "show server_version"));
    }
  }

  private static void makeRole(Connection owner) throws SQLException {
    execute(owner, "select pg_advisory_lock(" + ROLE_LOCK + ")");
    try {
      if (!isTrue(owner, "select exists (select from pg_roles where rolname = 'rasl_app')")) {
        execute(owner, "create role rasl_app nologin");
      }
      if (!isTrue(owner, "select pg_has_role(current_user, 'rasl_app', 'SET')")) {
        execute(owner, "grant rasl_app to current_user with inherit false, set true");
      }
    } catch (SQLException e) {
      throw refusal(owner, e);
    } finally {
      execute(owner, "select pg_advisory_unlock(" + ROLE_LOCK + ")");
    }
  }

  private static DatabaseSetupException refusal(Connection owner, SQLException cause)
      throws SQLException {
    return new DatabaseSetupException(
        """
        The role of the database's URL may not make the role rasl_app (%s). \
        Let a superuser run, once:
          create role rasl_app nologin;  -- unless it exists
          grant rasl_app to %s with inherit false, set true;\
        """
            .formatted(cause.getMessage(), text(owner, "select quote_ident(current_user)")),
        cause);
  }

  /**
   * Refuses a schema that is not the one of this version, and changes nothing.
   *
   * @throws DatabaseSetupException with what to do
   */
  static void check(DatabaseSettings settings) {
    try {
      MigrationInfoService info = flyway(settings).info();
      refuseOther(info);
      if (info.pending().length > 0) {
        throw new DatabaseSetupException(
            ("The database has the schema of an older version: it lacks migration %s. Start the"
                    + " server once, which brings it up to date; make a backup before.")
                .formatted(info.pending()[0].getVersion()));
      }
    } catch (FlywayException e) {
      throw unreadable(e);
    }
  }

  private static void refuseOther(MigrationInfoService info) {
    for (MigrationInfo one : info.applied()) {
      refuseUnreleased(one);
    }
    for (MigrationInfo one : info.applied()) {
      if (UNKNOWN.contains(one.getState())) {
        throw new DatabaseSetupException(
            ("The database has the schema of another version, most likely a newer one: migration %s"
                    + " is not known here. Use the version of Rasl that last served it.")
                .formatted(one.getVersion()));
      }
    }
  }

  /** A released migration never changes: another one under its number was never released. */
  private static void refuseUnreleased(MigrationInfo applied) {
    @Nullable Integer checksum = applied.getResolvedChecksum();
    if (checksum == null || checksum.equals(applied.getChecksum())) {
      return;
    }
    throw new DatabaseSetupException(
        """
        The database was made by a version of Rasl from before the first release: its migration \
        %s (%s) is not the one of this version, so it cannot be brought up to date. Start with \
        another data folder (RASL_DATA_DIR) or an empty database (RASL_DATABASE_URL); the version \
        that made this one still serves it.\
        """
            .formatted(applied.getVersion(), applied.getDescription()));
  }

  /** Flyway holds a lock while it migrates; other nodes wait for it and then find nothing to do. */
  private static void migrate(DatabaseSettings settings) {
    try {
      Flyway flyway = flyway(settings);
      refuseOther(flyway.info());
      flyway.migrate();
    } catch (FlywayException e) {
      throw new DatabaseSetupException("The database cannot be migrated: " + e.getMessage(), e);
    }
  }

  private static Flyway flyway(DatabaseSettings settings) {
    return Flyway.configure(Schema.class.getClassLoader())
        .dataSource(Connections.owner(settings))
        .locations("classpath:db/migration")
        .failOnMissingLocations(true)
        .validateMigrationNaming(true)
        .placeholderReplacement(false)
        .lockRetryCount(300)
        .load();
  }

  /** Flyway wraps the driver's message, which names the fault better. */
  private static RuntimeException unreadable(FlywayException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return new DatabaseException(sql);
      }
    }
    return new DatabaseSetupException("The database's schema cannot be read: " + e.getMessage(), e);
  }

  private static boolean isTrue(Connection connection, String sql) throws SQLException {
    return text(connection, sql).equals("t");
  }

  private static String text(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
