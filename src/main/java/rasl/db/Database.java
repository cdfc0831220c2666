package rasl.db;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The installation's database, migrated and ready: transactions on a bounded number of connections,
 * each of which works as role {@code rasl_app}, to which row-level security applies.
 */
public final class Database implements Db, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);

  private final DatabaseSettings settings;
  private final HikariDataSource pool;
  private final Permits permits;
  private final Reads reads = new Reads();
  private final ScopedValue<Boolean> running = ScopedValue.newInstance();

  private Database(DatabaseSettings settings, HikariDataSource pool) {
    this.settings = settings;
    this.pool = pool;
    this.permits = new Permits(settings.connections(), settings.patience());
  }

  /**
   * Checks the server, makes the role, migrates and connects.
   *
   * @throws DatabaseSetupException if the database must not or cannot be served from
   * @throws DatabaseException if it cannot be reached; the same call may succeed later
   */
  public static Database open(DatabaseSettings settings) {
    Schema.prepare(settings);
    return connect(settings);
  }

  /**
   * Connects to a database that a server has migrated, and changes nothing: for commands.
   *
   * @throws DatabaseSetupException if its schema is not the one that this version knows
   * @throws DatabaseException if it cannot be reached; the same call may succeed later
   */
  public static Database openAsItIs(DatabaseSettings settings) {
    Schema.check(settings);
    return connect(settings);
  }

  /** Connects without a look at the schema. */
  static Database connect(DatabaseSettings settings) {
    HikariDataSource pool = Connections.pool(settings);
    var database = new Database(settings, pool);
    try {
      database.doInSystem(ServingRole::check);
      return database;
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /** A notifier between all nodes on this database, with two connections outside of the pool. */
  public Notifier openNotifier() {
    return new Notifier(() -> Connections.single(settings));
  }

  /** Whether a statement goes through now; for the health check. */
  public boolean isReachable() {
    try {
      return inSystem(tx -> !tx.query("select 1", row -> row.getInt(1)).isEmpty());
    } catch (DatabaseException e) {
      LOG.debug("The database is not reachable", e);
      return false;
    }
  }

  @Override
  public <T> T inTenant(TenantId tenant, Function<TenantTx, T> work) {
    return transaction(
        body -> permits.ofTenant(tenant, body), connection -> inTenant(connection, tenant, work));
  }

  @Override
  public <T> T settling(TenantId tenant, Function<TenantTx, T> work) {
    return transaction(permits::ofHouse, connection -> inTenant(connection, tenant, work));
  }

  private static <T> Finished<T> inTenant(
      Connection connection, TenantId tenant, Function<TenantTx, T> work) {
    var tx = TenantTx.begin(connection, tenant);
    return finished(tx, work.apply(tx));
  }

  private static <T> Finished<T> finished(Tx tx, T result) {
    tx.finish();
    return new Finished<>(result, tx.actionsAfterCommit());
  }

  @Override
  public <T> T reading(TenantId tenant, Function<TenantTx, T> work) {
    return alone(() -> permits.ofTenant(tenant, () -> read(tenant, work)));
  }

  @Override
  public <T> T inSystem(Function<SystemTx, T> work) {
    return transaction(
        permits::ofHouse,
        connection -> {
          var tx = new SystemTx(connection);
          return finished(tx, work.apply(tx));
        });
  }

  @Override
  public <T> List<PartOutcome<T>> inGroup(List<Part<T>> parts) {
    if (parts.isEmpty()) {
      return List.of();
    }
    return transaction(
        permits::ofHouse,
        connection -> {
          var group = new GroupTransaction(connection);
          List<PartOutcome<T>> outcomes = parts.stream().map(group::run).toList();
          return new Finished<>(outcomes, group.actionsAfterCommit());
        });
  }

  /** Closes the connections; transactions that run now fail. */
  @Override
  public void close() {
    reads.close();
    pool.close();
  }

  /**
   * Runs a transaction.
   *
   * @param permitted runs it on a connection that its owner may have
   */
  private <T> T transaction(Function<Supplier<Finished<T>>, Finished<T>> permitted, Work<T> work) {
    Finished<T> finished = alone(() -> permitted.apply(() -> committed(work)));
    finished.actions().forEach(Database::run);
    return finished.result();
  }

  /** Runs work that takes a connection, of which no thread has two. */
  private <T> T alone(Supplier<T> work) {
    if (running.isBound()) {
      throw new IllegalStateException(
          "A transaction is already open on this thread: pass its Tx on instead of opening"
              + " another");
    }
    return ScopedValue.where(running, true).call(work::get);
  }

  private <T> T read(TenantId tenant, Function<TenantTx, T> work) {
    try (Connection connection = connection()) {
      // Costs no trip; the pool sets it back.
      connection.setAutoCommit(true);
      return work.apply(TenantTx.read(connection, tenant, reads::execute));
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  /** Work that goes on while the pool is closed finds the database unavailable, not broken. */
  private Connection connection() throws SQLException {
    if (pool.isClosed()) {
      throw new SQLTransientConnectionException("The database is closed");
    }
    return pool.getConnection();
  }

  private <T> Finished<T> committed(Work<T> work) {
    try (Connection connection = connection()) {
      try {
        Finished<T> finished = work.on(connection);
        GroupTransaction.refuseIfFailed(connection);
        connection.commit();
        return finished;
      } catch (SQLException | RuntimeException | Error e) {
        rollback(connection, e);
        throw e;
      }
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  private static void rollback(Connection connection, Throwable cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  /** The transaction is durable: its caller gets a success even if an action fails. */
  private static void run(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      LOG.error("An action after a commit failed", e);
    }
  }

  private record Finished<T>(T result, List<Runnable> actions) {}

  @FunctionalInterface
  private interface Work<T> {
    Finished<T> on(Connection connection) throws SQLException;
  }
}
