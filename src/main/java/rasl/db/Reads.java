package rasl.db;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The statements that only read. When the caller of a long one has gone, it is ended: nobody would
 * get its result.
 */
final class Reads implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reads.class);

  /** Most statements have ended by then, and cost no look at their callers. */
  private static final Duration LONG = Duration.ofSeconds(1);

  private static final Duration LOOKING = Duration.ofMillis(250);

  private final Set<Running> running = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Starts looking. */
  Reads() {
    var _ = Thread.ofVirtual().name("abandoned reads").start(this::look);
  }

  /** One that runs; each is equal to itself alone. */
  private static final class Running {
    private final PreparedStatement statement;
    private final BooleanSupplier gone;
    private final long begun = System.nanoTime();

    Running(PreparedStatement statement, BooleanSupplier gone) {
      this.statement = statement;
      this.gone = gone;
    }

    boolean isAbandoned() {
      return System.nanoTime() - begun > LONG.toNanos() && gone.getAsBoolean();
    }
  }

  /** Executes a statement. */
  void execute(PreparedStatement statement) throws SQLException {
    if (!WaitingCaller.isThere()) {
      statement.execute();
      return;
    }
    var one = new Running(statement, WaitingCaller.gone());
    running.add(one);
    try {
      statement.execute();
    } finally {
      running.remove(one);
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }

  private void look() {
    try {
      while (!closed.await(LOOKING.toMillis(), TimeUnit.MILLISECONDS)) {
        running.stream().filter(Running::isAbandoned).forEach(this::end);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // nobody else has this thread: it means stop
    }
  }

  /**
   * Beside the looking, since it opens a connection; where the statement has ended, it does none.
   */
  private void end(Running one) {
    if (running.remove(one)) {
      Thread.ofVirtual()
          .name("ending an abandoned read")
          .start(
              () -> {
                try {
                  one.statement.cancel();
                } catch (SQLException e) {
                  LOG.debug("An abandoned read could not be ended", e);
                }
              });
    }
  }
}
