package rasl.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/** One transaction of several tenants' parts, each behind a savepoint. */
final class GroupTransaction {
  private static final String BEGIN_PART =
      "savepoint part;\n"
          + TenantTx.ENTER
          + ", set_config('lock_timeout', ?, true), set_config('statement_timeout', '1s', true)";

  /** Sent together with the next part's beginning, to save a trip to the server. */
  private static final String NEXT_PART = "release savepoint part;\n" + BEGIN_PART;

  private static final String UNDO_PART = "rollback to savepoint part; release savepoint part";

  private final Connection connection;
  private final List<Runnable> afterCommit = new ArrayList<>();
  private final LockTime lockTime = new LockTime();
  private boolean partIsOpen;

  GroupTransaction(Connection connection) {
    this.connection = connection;
  }

  /**
   * After a fault that the work swallowed, the server answers a commit with a rollback and calls
   * that a success. Costs no trip: each answer of the server's tells the state.
   */
  static void refuseIfFailed(Connection connection) throws SQLException {
    if (connection.unwrap(BaseConnection.class).getTransactionState() == TransactionState.FAILED) {
      throw new DatabaseException(
          new SQLException("A statement failed and its exception was swallowed", "25P02"));
    }
  }

  List<Runnable> actionsAfterCommit() {
    return afterCommit;
  }

  /**
   * Runs one part.
   *
   * @throws DatabaseException if the part cannot be undone alone, so that the whole group fails
   */
  <T> Db.PartOutcome<T> run(Db.Part<T> part) {
    try {
      begin(part.tenant());
      long begun = System.nanoTime();
      var tx = new TenantTx(connection, part.tenant());
      try {
        T result = part.work().apply(tx);
        tx.finish();
        refuseIfFailed(connection);
        lockTime.took(Duration.ofNanos(System.nanoTime() - begun));
        afterCommit.addAll(tx.actionsAfterCommit());
        return new Db.PartOutcome.Committed<>(result);
      } catch (RuntimeException e) {
        if (DatabaseException.in(e).filter(DatabaseException::isLockTimeout).isPresent()) {
          lockTime.lost(Duration.ofNanos(System.nanoTime() - begun));
        }
        undo(e);
        return new Db.PartOutcome.RolledBack<>(e);
      }
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  /** Fails only with the connection, which the pool may have closed by then without a state. */
  private void undo(RuntimeException cause) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(UNDO_PART);
      partIsOpen = false;
    } catch (SQLException e) {
      cause.addSuppressed(e);
      throw cause instanceof DatabaseException fault && fault.isUnavailable()
          ? fault
          : new DatabaseException(
              new SQLTransientConnectionException("A part could not be undone", "08006", cause));
    }
  }

  private void begin(TenantId tenant) throws SQLException {
    String sql = partIsOpen ? NEXT_PART : BEGIN_PART;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, tenant.toString());
      statement.setString(2, TimeLimits.text(lockTime.ofNextPart()));
      statement.execute();
    }
    partIsOpen = true;
  }
}
