package rasl.job;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rasl.db.DatabaseException;
import rasl.db.Db;

/** Work for all tenants that one node at a time does, such as deleting what is old. */
public final class Duties implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Duties.class);

  private final Db db;
  private final DutyStore store = new DutyStore();
  private final String node;
  private final Clock clock;

  /**
   * @param node names this node, differently at each start
   */
  public Duties(Db db, String node, Clock clock) {
    this.db = db;
    this.node = node;
    this.clock = clock;
  }

  /**
   * Does a duty unless another node has it. The node that has it keeps it as long as it comes back
   * in time.
   *
   * @param time after which another node takes over; longer than the duty takes, and than the pause
   *     between two times
   */
  public void attend(String duty, Duration time, Runnable work) {
    Instant now = clock.instant();
    if (db.inSystem(tx -> store.take(tx, duty, node, now, now.plus(time)))) {
      work.run();
    }
  }

  /** Leaves this node's duties to the others, and to the next start. */
  @Override
  public void close() {
    try {
      db.doInSystem(tx -> store.leave(tx, node));
    } catch (DatabaseException e) {
      log.debug("The duties of this node end by themselves", e);
    }
  }
}
