package rasl.db;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The embedded server's superuser. It is needed to make the cluster and never again. A login as it
 * could read files and run programs; so nobody can log in as it. An administrator still reaches it
 * while the server is stopped, by {@code postgres --single}.
 */
final class Superuser {
  private Superuser() {}

  /**
   * Takes login and password from it where it still has them: in a new cluster, and in one that an
   * earlier version made, where it had the owner's password.
   */
  static void close(EmbeddedPostgres postgres) {
    try {
      if (canLogIn(postgres.settings())) {
        execute(
            postgres.superuserSettings("postgres"),
            "alter role " + Cluster.SUPERUSER + " nologin password null");
      }
    } catch (SQLException e) {
      throw new DatabaseSetupException(
          "Cannot take the login from PostgreSQL's superuser: " + e.getMessage(), e);
    }
  }

  private static boolean canLogIn(DatabaseSettings owner) throws SQLException {
    try (Connection connection = Connections.owner(owner).getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select rolcanlogin from pg_roles where rolname = '" + Cluster.SUPERUSER + "'")) {
      return row.next() && row.getBoolean("rolcanlogin");
    }
  }

  private static void execute(DatabaseSettings settings, String sql) throws SQLException {
    try (Connection connection = Connections.owner(settings).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
