package rasl.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

/** Makes connections, of the owner and of the role that serves. */
final class Connections {
  static final String APP_ROLE = "rasl_app";
  private static final Duration OPENING = Duration.ofSeconds(5);

  private Connections() {}

  /** A source of the owner's own connections, for migrations, which take as long as they take. */
  static PGSimpleDataSource owner(DatabaseSettings settings) {
    var source = new PGSimpleDataSource();
    source.setUrl(settings.url());
    if (!settings.user().isEmpty()) {
      source.setUser(settings.user());
    }
    if (!settings.password().isEmpty()) {
      source.setPassword(settings.password());
    }
    // Details quote rows: phones and names would get into logs and into the errors of jobs.
    source.setLogServerErrorDetail(false);
    source.setApplicationName("rasl migration");
    source.setConnectTimeout(10);
    return source;
  }

  /** A pool of connections that work as the role that serves. */
  static HikariDataSource pool(DatabaseSettings settings) {
    var config = new HikariConfig();
    config.setPoolName("rasl");
    config.setDataSource(serving(settings));
    config.setMaximumPoolSize(settings.connections());
    config.setAutoCommit(false);
    // A caller waits for a permit before it comes here: this limits only the opening of a
    // connection.
    config.setConnectionTimeout(OPENING.toMillis());
    config.setConnectionInitSql(initialSql(settings) + "; " + settings.limits().sql());
    // In a separate transaction: else the first rollback would undo the role.
    config.setIsolateInternalQueries(true);
    try {
      return new HikariDataSource(config);
    } catch (HikariPool.PoolInitializationException e) {
      throw e.getCause() instanceof SQLException sql ? new DatabaseException(sql) : e;
    }
  }

  /** A single connection outside of the pool, with autocommit and no limit but that of silence. */
  static Connection single(DatabaseSettings settings) throws SQLException {
    Connection connection = serving(settings).getConnection();
    try (Statement statement = connection.createStatement()) {
      statement.execute(initialSql(settings));
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private static PGSimpleDataSource serving(DatabaseSettings settings) {
    PGSimpleDataSource source = owner(settings);
    source.setApplicationName("rasl");
    source.setTcpKeepAlive(true);
    source.setSocketTimeout((int) TimeLimits.silence(settings.limits().statement()).toSeconds());
    return source;
  }

  private static String initialSql(DatabaseSettings settings) {
    return "set role " + APP_ROLE + "; set time zone '" + settings.timeZone() + "'";
  }
}
