package rasl.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears hints on one connection, and opens another when that breaks. */
final class NotifyListener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NotifyListener.class);
  private static final Duration SILENCE = Duration.ofSeconds(30);
  private static final Duration AFTER_FAULT = Duration.ofMillis(500);

  private final Notifier.ConnectionSource connections;
  private final Consumer<String> heard;
  private final Runnable reconnected;
  private final CountDownLatch connected = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "notify-listener");
  private volatile @Nullable Connection current;

  NotifyListener(
      Notifier.ConnectionSource connections, Consumer<String> heard, Runnable reconnected) {
    this.connections = connections;
    this.heard = heard;
    this.reconnected = reconnected;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  void awaitConnected() throws InterruptedException {
    connected.await();
  }

  /** The thread waits in a read of the socket; cutting the connection is what ends that. */
  @Override
  public void close() {
    closed.countDown();
    Connection connection = current;
    if (connection != null) {
      try {
        connection.abort(Runnable::run);
      } catch (SQLException e) {
        LOG.debug("The listening connection was already gone", e);
      }
    }
    Threads.join(thread);
  }

  private void run() {
    while (closed.getCount() > 0) {
      try (Connection connection = connections.open()) {
        current = connection;
        listen(connection);
      } catch (SQLException e) {
        if (closed.getCount() > 0) {
          LOG.warn("Not hearing hints, the database does not answer: {}", e.toString());
          pause();
        }
      }
    }
  }

  private void listen(Connection connection) throws SQLException {
    execute(connection, "listen " + NotifySender.CHANNEL);
    boolean first = connected.getCount() > 0;
    connected.countDown();
    if (!first) {
      safely(reconnected);
    }
    PGConnection postgres = connection.unwrap(PGConnection.class);
    while (closed.getCount() > 0) {
      PGNotification[] hints = postgres.getNotifications((int) SILENCE.toMillis());
      if (hints == null || hints.length == 0) {
        execute(connection, "select 1"); // a connection that died silently fails here
      } else {
        for (PGNotification hint : hints) {
          safely(() -> heard.accept(hint.getParameter()));
        }
      }
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** A listener's fault is its own: the others must go on hearing. */
  private static void safely(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      LOG.error("A listener failed", e);
    }
  }

  private void pause() {
    try {
      if (closed.await(AFTER_FAULT.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("Closed while waiting to reconnect");
      }
    } catch (InterruptedException _) {
      closed.countDown();
    }
  }
}
