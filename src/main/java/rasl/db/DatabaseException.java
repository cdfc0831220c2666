package rasl.db;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
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

  /** Two transactions waited for each other, and this one was ended: it may be done again. */
  public boolean isDeadlock() {
    return sqlState().equals("40P01");
  }

  /** The connection failed or the server is going down: the same statement may succeed later. */
  public boolean isUnavailable() {
    String state = sqlState();
    return getCause() instanceof SQLTransientConnectionException
        || state.startsWith("08")
        || state.startsWith("57P")
        || state.startsWith("53");
  }
}
