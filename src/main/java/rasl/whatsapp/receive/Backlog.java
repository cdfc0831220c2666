package rasl.whatsapp.receive;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.refusal.Refusal;

/**
 * Bounds what may wait to be read of a tenant with an app of its own, which may send anything, as
 * fast as it likes. Beyond that it is told to come back, as Meta does for seven days. What waits is
 * counted in the database now and then, and what came in since is added; each node counts for
 * itself.
 */
final class Backlog {
  private static final Duration AGAIN = Duration.ofSeconds(1);
  private static final Duration FORGOTTEN = Duration.ofMinutes(10);
  private static final long MOST_TENANTS = 100_000;

  /** How much waits, or may wait. */
  record Size(long changes, long bytes) {
    static final Size MOST = new Size(50_000, 100L << 20);

    Size plus(Size other) {
      return new Size(changes + other.changes, bytes + other.bytes);
    }

    boolean fitsInto(Size most) {
      return changes <= most.changes && bytes <= most.bytes;
    }

    private static Size of(List<Change> changes) {
      return new Size(
          changes.size(), changes.stream().mapToLong(change -> change.value().length()).sum());
    }
  }

  private final Db db;
  private final InboxStore store;
  private final Size most;
  private final Clock clock;
  private final Cache<TenantId, Account> accounts =
      Caffeine.newBuilder().maximumSize(MOST_TENANTS).expireAfterAccess(FORGOTTEN).build();

  Backlog(Db db, InboxStore store, Size most, Clock clock) {
    this.db = db;
    this.store = store;
    this.most = most;
    this.clock = clock;
  }

  /**
   * Counts changes that are about to be stored.
   *
   * @throws rasl.refusal.RefusedException busy, where too much waits already
   */
  void add(TenantId tenant, List<Change> changes) {
    accounts.get(tenant, Account::new).add(Size.of(changes));
  }

  private final class Account {
    private final TenantId tenant;
    private Size waiting = new Size(0, 0);
    private @Nullable Instant countedAt;

    Account(TenantId tenant) {
      this.tenant = tenant;
    }

    synchronized void add(Size more) {
      if (countedAt == null || (!hasRoom(more) && isLongAgo(countedAt))) {
        waiting = db.inTenant(tenant, store::size);
        countedAt = clock.instant();
      }
      if (!hasRoom(more)) {
        throw Refusal.ServiceUnavailable.busy().thrown();
      }
      waiting = waiting.plus(more);
    }

    private boolean hasRoom(Size more) {
      return waiting.plus(more).fitsInto(most);
    }

    /** A clock that was put back must not stop the counting. */
    private boolean isLongAgo(Instant time) {
      return Duration.between(time, clock.instant()).abs().compareTo(AGAIN) >= 0;
    }
  }
}
