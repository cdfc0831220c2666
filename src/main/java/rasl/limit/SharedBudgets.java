package rasl.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import rasl.db.Db;
import rasl.http.Principal;

/**
 * Budgets that several nodes share. A node leases a portion of a token's calls for a second, and
 * makes them without asking again; what it did not use within the second goes back. What is leased
 * counts as used, so that never more are made than the limit; and a portion is so small that what
 * other nodes hold unused makes a call be refused by a tenth of the limit too early at most.
 */
public final class SharedBudgets implements Budgets {
  private static final long MOST = 1_000_000;

  /** What a node leased it uses within this time, by its own clock. */
  private static final Duration LEASE = Duration.ofSeconds(1);

  private static final int TENTH = 10;

  private final Db db;
  private final LeaseStore store = new LeaseStore();
  private final IntSupplier nodes;
  private final LongSupplier nanos;
  private final Cache<Object, Lease> leases =
      Caffeine.newBuilder()
          .maximumSize(MOST)
          .expireAfterAccess(SlidingMinute.LENGTH.multipliedBy(2))
          .build();

  /**
   * @param nodes how many nodes there are
   * @param nanos a clock that only goes forward
   */
  public SharedBudgets(Db db, IntSupplier nodes, LongSupplier nanos) {
    this.db = db;
    this.nodes = nodes;
    this.nanos = nanos;
  }

  /** What this node holds of one token's calls. */
  private static final class Lease {
    private long begunAt;
    private long second;
    private int unused;
    private long left;
    private Duration wholeIn = Duration.ZERO;
    private Duration nextIn = Duration.ZERO;
    private boolean known;

    private boolean isOver(long now) {
      return now - begunAt >= LEASE.toNanos();
    }
  }

  @Override
  public State spend(Object who, int limit) {
    Lease lease = lease(who);
    synchronized (lease) {
      if (lease.unused == 0 || lease.isOver(nanos.getAsLong())) {
        renew(who, lease, limit, portion(limit));
      }
      boolean spent = lease.unused > 0;
      if (spent) {
        lease.unused--;
      }
      return state(lease, spent, limit);
    }
  }

  @Override
  public State look(Object who, int limit) {
    Lease lease = lease(who);
    synchronized (lease) {
      if (!lease.known || lease.isOver(nanos.getAsLong())) {
        renew(who, lease, limit, 0);
      }
      return state(lease, false, limit);
    }
  }

  /** Gives back what was not used in time; to be called about twice a second. */
  public void giveBack() {
    var back = new ArrayList<LeaseStore.Back>();
    leases
        .asMap()
        .forEach(
            (who, lease) -> {
              synchronized (lease) {
                if (lease.unused > 0 && lease.isOver(nanos.getAsLong())) {
                  back.add(new LeaseStore.Back(key(who), lease.second, lease.unused));
                  lease.unused = 0;
                }
              }
            });
    if (!back.isEmpty()) {
      db.doInSystem(tx -> store.giveBack(tx, back));
    }
  }

  /** Forgets tokens that made no calls lately. */
  public void forgetOld() {
    db.doInSystem(store::forgetOld);
  }

  private Lease lease(Object who) {
    return leases.get(who, _ -> new Lease());
  }

  private void renew(Object who, Lease lease, int limit, int wanted) {
    long asked = nanos.getAsLong();
    int back = lease.unused;
    LeaseStore.Granted granted =
        db.inSystem(tx -> store.lease(tx, key(who), limit, wanted, lease.second, back));
    lease.begunAt = asked;
    lease.second = granted.second();
    lease.unused = granted.calls();
    lease.left = granted.left();
    lease.wholeIn = granted.wholeIn();
    lease.nextIn = granted.nextIn();
    lease.known = true;
  }

  /** Other nodes may hold as much unused, and together a tenth of the limit at most. */
  private int portion(int limit) {
    int others = Math.max(1, nodes.getAsInt() - 1);
    return Math.max(1, limit / (TENTH * others));
  }

  /**
   * Others may lease a portion each before the next call: what they may take is not promised. Where
   * a portion is one call, that one is theirs by right.
   */
  private State state(Lease lease, boolean spent, int limit) {
    int others = Math.max(0, nodes.getAsInt() - 1);
    long margin = portion(limit) == 1 ? 0 : (long) others * portion(limit);
    long remaining = lease.unused + Math.max(0, lease.left - margin);
    return new State(spent, remaining, lease.wholeIn, lease.nextIn);
  }

  /** The same on every node. */
  private static String key(Object who) {
    return switch (who) {
      case Principal.Token(long id) -> "token " + id;
      case Principal.Person(var person) -> "session " + person.sessionId();
      default -> who.toString();
    };
  }
}
