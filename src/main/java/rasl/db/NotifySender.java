package rasl.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends hints from one connection; those that come while it rests or is cut off are merged. */
final class NotifySender implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NotifySender.class);
  private static final Duration REST = Duration.ofMillis(10);
  private static final Duration AFTER_FAULT = Duration.ofMillis(500);

  /** The one channel of PostgreSQL's that all nodes hear; ours is the payload. */
  static final String CHANNEL = "rasl";

  private final Notifier.ConnectionSource connections;
  private final Set<String> waiting = new LinkedHashSet<>();
  private final Thread thread = new Thread(this::run, "notify-sender");
  private boolean closed;

  NotifySender(Notifier.ConnectionSource connections) {
    this.connections = connections;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  synchronized void send(String channel) {
    if (waiting.add(channel)) {
      notifyAll();
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    Threads.join(thread);
  }

  private void run() {
    while (!isClosed()) {
      try (Connection connection = connections.open()) {
        prepare(connection);
        sendUntilClosed(connection);
      } catch (SQLException e) {
        LOG.warn("Hints to other nodes are held back, the database does not answer: {}", e + "");
        rest(AFTER_FAULT);
      }
    }
  }

  /** A hint needs no durability, and must not wait for the disk. */
  private static void prepare(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("set synchronous_commit = off");
    }
  }

  private void sendUntilClosed(Connection connection) throws SQLException {
    String[] channels = next();
    while (channels.length > 0) {
      try (PreparedStatement statement =
          connection.prepareStatement("select pg_notify(?, name) from unnest(?) as name")) {
        statement.setString(1, CHANNEL);
        statement.setArray(2, connection.createArrayOf("text", channels));
        statement.execute();
      } catch (SQLException e) {
        for (String channel : channels) {
          send(channel);
        }
        throw e;
      }
      rest(REST);
      channels = next();
    }
  }

  /** Waits for hints and takes them all; none if closed. */
  private synchronized String[] next() {
    try {
      while (waiting.isEmpty() && !closed) {
        wait();
      }
    } catch (InterruptedException _) {
      closed = true;
    }
    String[] channels = waiting.toArray(String[]::new);
    waiting.clear();
    return channels;
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /** Closing ends the rest. */
  private synchronized void rest(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    try {
      long left = time.toNanos();
      while (left > 0 && !closed) {
        wait(left / 1_000_000, (int) (left % 1_000_000));
        left = end - System.nanoTime();
      }
    } catch (InterruptedException _) {
      closed = true;
    }
  }
}
