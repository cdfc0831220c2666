package rasl.db;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The database said no, or could not be reached. */
public final class DatabaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DatabaseException(SQLException cause) {
    super(cause.getMessage(), cause);
  }

  /** PostgreSQL's SQLSTATE; empty where the failure did not come from the server. */
  public String sqlState() {
    @Nullable String state = getCause() instanceof SQLException sql ? sql.getSQLState() : null;
    return state == null ? "" : state;
  }

  public boolean isUniqueViolation() {
    return sqlState().equals("23505");
  }

  public boolean isForeignKeyViolation() {
    return sqlState().equals("23503");
  }

  /** PostgreSQL's disk has no room left. */
  public boolean isDiskFull() {
    return sqlState().equals("53100");
  }

  /** The first of these in a chain of causes, such as one that another thread has wrapped. */
  public static Optional<DatabaseException> in(Throwable fault) {
    for (Throwable one = fault; one != null; one = one.getCause()) {
      if (one instanceof DatabaseException found) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  /** The tenant has all connections that one tenant may have, and none came free in time. */
  static DatabaseException shareIsTaken(String why) {
    return new DatabaseException(new ShareIsTaken(why));
  }

  /** The statement waited for a lock as long as it may. */
  public boolean isLockTimeout() {
    return sqlState().equals("55P03");
  }

  /** The statement was ended: it took longer than it may, or nobody waited for it any more. */
  public boolean isTooSlow() {
    return sqlState().equals("57014");
  }

  /** Work of the same tenant stands in the way: it holds a lock, or all of its connections. */
  public boolean isBusy() {
    return isLockTimeout() || isDeadlock() || getCause() instanceof ShareIsTaken;
  }

  /** It may succeed when it is done again, soon and unchanged. */
  public boolean isPassing() {
    return isBusy() || isTooSlow() || isUnavailable();
  }

  /** Two transactions waited for each other, and this one was ended: it may be done again. */
  public boolean isDeadlock() {
    return sqlState().equals("40P01");
  }

  /**
   * The connection failed, was ended, or the server is going down: the same statement may succeed
   * later.
   */
  public boolean isUnavailable() {
    String state = sqlState();
    return getCause() instanceof SQLTransientConnectionException
        || state.startsWith("08")
        || state.startsWith("57P")
        || state.startsWith("53")
        || state.equals("25P03");
  }

  private static final class ShareIsTaken extends SQLTransientConnectionException {
    private static final long serialVersionUID = 1L;

    ShareIsTaken(String why) {
      super(why);
    }
  }
}
