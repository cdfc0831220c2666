package rasl.server;

import java.util.Optional;
import rasl.db.Database;
import rasl.db.Notifier;
import rasl.db.TenantId;
import rasl.event.FeedSignal;

/**
 * Tells workers that there may be something to do: the one of this node at once, those of other
 * nodes through the database.
 */
public final class WorkSignal implements AutoCloseable {
  private static final String CHANNEL = "rasl_work";
  private static final String FEEDS = "rasl_feed";

  private final Optional<Notifier> notifier;
  private volatile Runnable worker = () -> {};

  private WorkSignal(Optional<Notifier> notifier) {
    this.notifier = notifier;
  }

  /** A signal for the only node of a database. */
  public static WorkSignal toThisNode() {
    return new WorkSignal(Optional.empty());
  }

  /** A signal that all nodes of a database hear. */
  public static WorkSignal toAllNodes(Database db) {
    return new WorkSignal(Optional.of(db.openNotifier()));
  }

  /** Calls the listener at each signal. */
  public void listen(Runnable wake) {
    worker = wake;
    notifier.ifPresent(others -> others.listen(CHANNEL, wake));
  }

  /** Tells the workers of this node and of the others. */
  public void send() {
    worker.run();
    notifier.ifPresent(others -> others.notify(CHANNEL));
  }

  /** Tells the other nodes that a tenant's feed has grown. */
  public void grown(TenantId tenant) {
    notifier.ifPresent(others -> others.notify(FEEDS, tenant.toString()));
  }

  /** Lets the readers here hear what the other nodes tell of feeds. */
  public void listenToFeeds(FeedSignal feeds) {
    notifier.ifPresent(
        others ->
            others.listenWhat(
                FEEDS,
                tenant -> {
                  if (tenant.isEmpty()) {
                    feeds.missed();
                  } else {
                    feeds.heard(new TenantId(Long.parseLong(tenant)));
                  }
                }));
  }

  @Override
  public void close() {
    notifier.ifPresent(Notifier::close);
  }
}
