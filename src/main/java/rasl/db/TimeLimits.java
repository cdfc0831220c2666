package rasl.db;

import java.time.Duration;

/**
 * How long things in the database may take. The server itself ends what takes longer.
 *
 * @param statement for a statement, unless its transaction asks for more ({@link Tx#patient})
 * @param lock for which a statement waits for one lock
 * @param idle for which a transaction may ask nothing; then its session is ended
 */
public record TimeLimits(Duration statement, Duration lock, Duration idle) {
  /** The limits for calls, whose callers wait. */
  public static final TimeLimits OF_CALLS =
      new TimeLimits(Duration.ofSeconds(10), Duration.ofSeconds(3), Duration.ofSeconds(60));

  /** For a server that says nothing at all, as behind a connection that was cut silently. */
  private static final Duration SILENCE = Duration.ofSeconds(20);

  /** In milliseconds, which is what PostgreSQL's settings take as text; never 0, its "no limit". */
  static String text(Duration limit) {
    return Long.toString(Math.max(1, limit.toMillis()));
  }

  /** How long to wait for a word of the server's while it works on a statement. */
  static Duration silence(Duration statement) {
    return statement.plus(SILENCE);
  }

  /** Sets them for a session. */
  String sql() {
    return "set statement_timeout = %s; set lock_timeout = %s; "
            .formatted(text(statement), text(lock))
        + "set idle_in_transaction_session_timeout = "
        + text(idle);
  }
}
