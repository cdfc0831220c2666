package rasl.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Wakes the nodes on one database: any node sends a hint on a channel, and it reaches the listeners
 * of every node, including the sender's. Hints may be merged, and are lost in an outage; so a
 * listener looks into its table, which is the truth.
 */
public final class Notifier implements AutoCloseable {
  private static final char ABOUT = ' ';

  private final Map<String, Consumer<String>> listeners = new ConcurrentHashMap<>();
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
   * The same about something: hints about different things are not merged.
   *
   * @param about such as a tenant's number; not empty
   */
  public void notify(String channel, String about) {
    sender.send(channel + ABOUT + about);
  }

  /**
   * Calls an action at each hint on a channel, and after each reconnect, since hints may have been
   * missed. It runs on the notifier's own thread and must be quick. A channel has any number of
   * actions.
   */
  public void listen(String channel, Runnable action) {
    listenWhat(channel, _ -> action.run());
  }

  /** The same with what the hint is about; empty where it may be about anything. */
  public void listenWhat(String channel, Consumer<String> action) {
    listeners.merge(channel, action, Consumer::andThen);
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

  private void hear(String hint) {
    int end = hint.indexOf(ABOUT);
    String channel = end < 0 ? hint : hint.substring(0, end);
    Consumer<String> action = listeners.get(channel);
    if (action != null) {
      action.accept(end < 0 ? "" : hint.substring(end + 1));
    }
  }

  private void hearAll() {
    listeners.values().forEach(action -> action.accept(""));
  }

  /** Opens a new connection. */
  @FunctionalInterface
  interface ConnectionSource {
    Connection open() throws SQLException;
  }
}
