package rasl.event;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.db.TenantTx;

/** Deletes events once they are older than they are kept, of each tenant a piece at a time. */
final class EventCleaning {
  /** Deleted in one transaction. */
  static final int AT_ONCE = 1_000;

  private final Db db;
  private final CleaningStore store = new CleaningStore();
  private final ReaderStore readers = new ReaderStore();
  private final Duration kept;
  private final Clock clock;

  EventCleaning(Db db, Duration kept, Clock clock) {
    this.db = db;
    this.kept = kept;
    this.clock = clock;
  }

  void clean(Collection<TenantId> tenants) {
    Instant until = clock.instant().minus(kept);
    for (TenantId tenant : tenants) {
      boolean more;
      do {
        more = db.settling(tenant, tx -> clean(tx, until)) == AT_ONCE;
      } while (more);
    }
  }

  private int clean(TenantTx tx, Instant until) {
    if (!store.hasOlder(tx, until)) {
      return 0;
    }
    // Nobody numbers meanwhile, and what is deleted is seen as it is now.
    readers.lockFeed(tx);
    CleaningStore.Deleted deleted = store.delete(tx, until, AT_ONCE);
    store.noteGone(tx, deleted.last());
    if (deleted.numbered() < deleted.events()) {
      // What nobody numbered is missed by whoever comes back: a position that is gone says so.
      store.skipOne(tx);
    }
    return deleted.events();
  }
}
