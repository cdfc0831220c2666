package rasl;

import java.util.Optional;
import rasl.db.Database;
import rasl.db.Notifier;

/**
 * Tells workers that there may be something to do: the one of this node at once, those of other
 * nodes through the database.
 */
final class WorkSignal implements AutoCloseable {
  private static final String CHANNEL = "rasl_work";

  private final Optional<Notifier> notifier;
  private volatile Runnable worker = () -> {};

  private WorkSignal(Optional<Notifier> notifier) {
    this.notifier = notifier;
  }

  static WorkSignal toThisNode() {
    return new WorkSignal(Optional.empty());
  }

  static WorkSignal toAllNodes(Database db) {
    return new WorkSignal(Optional.of(db.openNotifier()));
  }

  void listen(Runnable wake) {
    worker = wake;
    notifier.ifPresent(others -> others.listen(CHANNEL, wake));
  }

  void send() {
    worker.run();
    notifier.ifPresent(others -> others.notify(CHANNEL));
  }

  @Override
  public void close() {
    notifier.ifPresent(Notifier::close);
  }
}
