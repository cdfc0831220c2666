package rasl.event;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
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
  private final Map<TenantId, Look> looks = new ConcurrentHashMap<>();

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

  /**
   * One look at everything that was drawn before it began, in as many pieces as it takes. It goes
   * on behind its cursor: what became visible since, below the cursor, is for the next look, and so
   * is everything that was drawn since. An event that is later of the same resource as one of those
   * was drawn later still, so it is not in this look either.
   *
   * @param cursor up to here everything has a position that was visible as the look began
   * @param upTo the last id that was drawn before it began
   * @param bound what was decided before it began
   */
  private record Look(long cursor, long upTo, long bound) {}

  private Outcome turn(TenantTx tx, long bound, boolean noting, boolean waiting) {
    TenantId tenant = tx.tenant();
    Optional<FeedTurnStore.Turn> given = waiting ? store.await(tx) : store.take(tx);
    if (given.isEmpty()) {
      looks.remove(tenant);
      return Outcome.NOT_NOW;
    }
    FeedTurnStore.Turn turn = given.get();
    int most = turn.caughtUp() ? AT_ONCE : OF_THE_PAST;
    long behind = Math.max(turn.numberedTo(), numberedTo.getOrDefault(tenant, 0L));
    @Nullable Look begun = looks.get(tenant);
    Look look = begun == null ? new Look(behind, turn.drawn(), bound) : begun;
    FeedTurnStore.Numbered numbered = store.number(tx, look.cursor(), look.upTo(), most);
    boolean more = numbered.events() == most;
    // What has a position and is decided need not be looked at again.
    long reached = Math.max(behind, more ? Math.min(look.bound(), numbered.last()) : look.bound());
    if (!turn.caughtUp() || (noting && reached > turn.numberedTo())) {
      store.note(tx, reached, turn.caughtUp() || !more);
    }
    Optional<Look> rest =
        more ? Optional.of(new Look(numbered.last(), look.upTo(), look.bound())) : Optional.empty();
    boolean news = numbered.events() > 0 || !turn.caughtUp();
    tx.afterCommit(() -> remember(tenant, reached, rest, news));
    if (more) {
      return turn.caughtUp() ? Outcome.MORE : Outcome.MORE_OF_THE_PAST;
    }
    return begun == null ? Outcome.DONE : Outcome.MORE;
  }

  private void remember(TenantId tenant, long reached, Optional<Look> rest, boolean news) {
    numberedTo.merge(tenant, reached, Math::max);
    rest.ifPresentOrElse(look -> looks.put(tenant, look), () -> looks.remove(tenant));
    if (news) {
      signal.send(tenant);
    }
  }
}
