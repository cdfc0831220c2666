package rasl.testkit;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Connections that stay open between uses: tests look into tables a hundred times a second while
 * they wait, and opening a connection costs more than the look.
 */
final class KeptConnections implements AutoCloseable {
  private final Opening opening;
  private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();

  /** Opens one connection. */
  interface Opening {
    Connection open() throws SQLException;
  }

  /** What is done on one. */
  interface Use<T> {
    T by(Statement statement) throws SQLException;
  }

  KeptConnections(Opening opening) {
    this.opening = opening;
  }

  /** Runs statements on a connection that nobody else uses meanwhile, each one committed. */
  <T> T with(Use<T> use) {
    try {
      Connection kept = idle.poll();
      Connection connection = kept == null ? opening.open() : kept;
      try (Statement statement = connection.createStatement()) {
        T result = use.by(statement);
        idle.push(connection);
        return result;
      } catch (SQLException e) {
        connection.close(); // Whatever it is now in the middle of.
        throw e;
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Closes those that nobody uses; the next use opens another. */
  @Override
  public void close() {
    for (Connection one = idle.poll(); one != null; one = idle.poll()) {
      try {
        one.close();
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
