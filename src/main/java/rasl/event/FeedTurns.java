package rasl.event;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.db.TenantTx;

/** Gives positions to a tenant's events, a piece at a time. */
final class FeedTurns {
  /** Of what is new, in one statement. */
  static final int AT_ONCE = 1_000;

  /** Of what was there before the first reader. */
  static final int OF_THE_PAST = 10_000;

  /** For callers who wait. */
  private static final int MOST_PIECES = 5;

  private final Db db;
  private final FeedTurnStore store;
  private final Decided decided;
  private final FeedSignal signal;
  private final Map<TenantId, Long> numberedTo = new ConcurrentHashMap<>();

  FeedTurns(Db db, FeedTurnStore store, Decided decided, FeedSignal signal) {
    this.db = db;
    this.store = store;
    this.decided = decided;
    this.signal = signal;
  }

  /** What became of a turn. */
  enum Outcome {
    /** Everything that was visible has a position. */
    DONE,
    /** There may be more at once. */
    MORE,
    /** There may be more at once, of what was there before the first reader. */
    MORE_OF_THE_PAST,
    /** It was not this one's turn: another node has it, or nobody reads. */
    NOT_NOW
  }

  /**
   * Numbers one piece.
   *
   * @param noting whether to note how far it came, for other nodes and later starts
   */
  Outcome turn(TenantId tenant, boolean noting) {
    // Before the statement looks at the events: what is decided by now is visible to it.
    long bound = decided.bound();
    return db.settling(tenant, tx -> turn(tx, bound, noting, false));
  }

  /**
   * Numbers everything that is visible now, of a tenant whom somebody reads; waits for others that
   * do the same.
   */
  void allOf(TenantId tenant) {
    Outcome outcome;
    do {
      long bound = decided.bound();
      outcome = db.settling(tenant, tx -> turn(tx, bound, false, true));
    } while (outcome == Outcome.MORE || outcome == Outcome.MORE_OF_THE_PAST);
  }

  /** The same, unless it takes more than a few pieces; says whether it did not. */
  boolean most(TenantId tenant) {
    for (int i = 0; i < MOST_PIECES; i++) {
      long bound = decided.bound();
      Outcome outcome = db.settling(tenant, tx -> turn(tx, bound, false, true));
      if (outcome == Outcome.DONE || outcome == Outcome.NOT_NOW) {
        return true;
      }
    }
    return false;
  }

  private Outcome turn(TenantTx tx, long bound, boolean noting, boolean waiting) {
    Optional<FeedTurnStore.Turn> turn = waiting ? store.await(tx) : store.take(tx);
    if (turn.isEmpty()) {
      return Outcome.NOT_NOW;
    }
    boolean caughtUp = turn.get().caughtUp();
    int most = caughtUp ? AT_ONCE : OF_THE_PAST;
    long behind = Math.max(turn.get().numberedTo(), numberedTo.getOrDefault(tx.tenant(), 0L));
    FeedTurnStore.Numbered numbered = store.number(tx, behind, most);
    boolean more = numbered.events() == most;
    // What has a position and is decided need not be looked at again.
    long reached = Math.max(behind, more ? Math.min(bound, numbered.last()) : bound);
    if (!caughtUp || (noting && reached > turn.get().numberedTo())) {
      store.note(tx, reached, caughtUp || !more);
    }
    TenantId tenant = tx.tenant();
    tx.afterCommit(
        () -> {
          numberedTo.merge(tenant, reached, Math::max);
          if (numbered.events() > 0 || !caughtUp) {
            signal.send(tenant);
          }
        });
    return !more ? Outcome.DONE : caughtUp ? Outcome.MORE : Outcome.MORE_OF_THE_PAST;
  }
}
