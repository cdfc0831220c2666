package rasl.operator;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import rasl.db.Db;

/** The servers that work on this database. */
public final class Nodes {
  /** How often a node says that it is there. */
  public static final Duration BEAT = Duration.ofSeconds(5);

  private static final Duration SEEN = BEAT.multipliedBy(4);
  private static final Duration FORGOTTEN = Duration.ofDays(1);

  /** Until it was asked, more are taken for granted than are likely: portions are smaller then. */
  private static final int UNKNOWN = 4;

  private final Db db;
  private final String name;
  private final NodeStore store = new NodeStore();
  private volatile int count = UNKNOWN;

  /**
   * @param name of this node, unlike that of any other
   */
  public Nodes(Db db, String name) {
    this.db = db;
    this.name = name;
  }

  /** A node. */
  public record Node(String name, Instant startedAt, Instant seenAt) {}

  /** Says that this node is there, and looks who else is. */
  public void beat() {
    count =
        db.inSystem(
            tx -> {
              store.beat(tx, name);
              store.forget(tx, FORGOTTEN);
              return store.seenWithin(tx, SEEN).size();
            });
  }

  /** How many there were at the last look, this one among them. */
  public int count() {
    return count;
  }

  /** Those that there are now. */
  public List<Node> list() {
    return db.inSystem(tx -> store.seenWithin(tx, SEEN));
  }
}
