package rasl.db;

/**
 * The database cannot be started or must not be served from. The message is for the operator: it
 * says what is wrong and what to do, and holds no password.
 */
public final class DatabaseSetupException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DatabaseSetupException(String message) {
    super(message);
  }

  public DatabaseSetupException(String message, Throwable cause) {
    super(message, cause);
  }
}
