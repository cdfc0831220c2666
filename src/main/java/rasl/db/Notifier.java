package rasl.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Wakes the nodes on one database: a hint is sent on a channel by anyone and reaches every node's
 * listeners, its own included. Hints may be merged, and are lost in an outage; whoever listens
 * looks into its table, which is the truth.
 */
public final class Notifier implements AutoCloseable {
  private final Map<String, Runnable> listeners = new ConcurrentHashMap<>();
  private final NotifySender sender;
  private final NotifyListener listener;

  Notifier(ConnectionSource connections) {
    sender = new NotifySender(connections);
    listener = new NotifyListener(connections, this::hear, this::hearAll);
    sender.start();
    listener.start();
  }

  /**
   * Sends a hint soon, at most one a channel and 10 ms. Call it after the commit ({@link
   * Tx#afterCommit}): within the data's transaction it would serialise commits. Never blocks.
   */
  public void notify(String channel) {
    sender.send(channel);
  }

  /**
   * Calls an action at each hint on a channel, and after each reconnect, since hints may have been
   * missed. It runs on the notifier's own thread and must be quick. A channel has any number of
   * actions.
   */
  public void listen(String channel, Runnable action) {
    listeners.merge(
        channel,
        action,
        (one, other) ->
            () -> {
              one.run();
              other.run();
            });
  }

  /** Returns once this node hears hints; after that none is missed until the connection breaks. */
  public void awaitConnected() throws InterruptedException {
    listener.awaitConnected();
  }

  @Override
  public void close() {
    sender.close();
    listener.close();
  }

  private void hear(String channel) {
    Runnable action = listeners.get(channel);
    if (action != null) {
      action.run();
    }
  }

  private void hearAll() {
    listeners.values().forEach(Runnable::run);
  }

  /** Opens a connection of its own. */
  @FunctionalInterface
  interface ConnectionSource {
    Connection open() throws SQLException;
  }
}
