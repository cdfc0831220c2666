package rasl.event;

import java.time.Duration;
import java.util.Set;
import rasl.db.Db;

/**
 * Up to which id it is decided which events there are: no transaction that runs now will bring
 * another one below.
 *
 * <p>Who writes events locks their table from before it draws ids until it ends. So an id that was
 * drawn before some moment belongs to a transaction that has ended by then, or holds that lock at
 * that moment; once all of those have ended, everything drawn before is decided. However long one
 * of them takes, it only keeps this bound back.
 */
final class Decided {
  /** How often it looks. */
  private static final Duration LOOKING = Duration.ofMillis(200);

  private final Db db;
  private final FeedTurnStore store;

  private long bound;
  private long drawn;
  private Set<String> writers = Set.of();
  private boolean waiting;
  private long lookedAt = System.nanoTime() - LOOKING.toNanos();

  Decided(Db db, FeedTurnStore store) {
    this.db = db;
    this.store = store;
  }

  /** The bound as it is known, looked at anew where the last look was some time ago. */
  synchronized long bound() {
    long now = System.nanoTime();
    if (now - lookedAt >= LOOKING.toNanos()) {
      look();
      lookedAt = System.nanoTime();
    }
    return bound;
  }

  /** The bound as it is now. */
  synchronized long boundNow() {
    look();
    return bound;
  }

  /**
   * Where nobody wrote at the last look, one look decides; else those who wrote must have ended.
   */
  private void look() {
    if (!waiting) {
      // In this order: whoever drew an id before has the lock already, or has ended.
      drawn = db.inSystem(store::lastDrawn);
      writers = db.inSystem(store::writers);
      waiting = true;
    } else if (!writers.isEmpty()) {
      Set<String> now = db.inSystem(store::writers);
      writers = writers.stream().filter(now::contains).collect(java.util.stream.Collectors.toSet());
    }
    if (writers.isEmpty()) {
      bound = Math.max(bound, drawn);
      waiting = false;
    }
  }
}
