package rasl.shop.receive;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import rasl.db.Db;
import rasl.db.GroupCommit;
import rasl.db.TenantId;
import rasl.db.TenantTx;
import rasl.job.JobQueue;
import rasl.job.NewJob;
import rasl.refusal.Refusal;

/** Stores what shops bring, each with the job that works it off. */
public final class Arrivals implements AutoCloseable {
  /** The kind of the job that works one event off; its ref is the event's id. */
  public static final String WORK = "shop.work";

  /** Beyond so many a tenant's shops are told to come back. */
  private static final int MOST_WAITING = 100_000;

  private static final Duration COUNTED_AGAIN = Duration.ofSeconds(1);

  private final Db db;
  private final ArrivalStore store;
  private final JobQueue queue;
  private final Clock clock;
  private final GroupCommit<Arrival, Boolean> group;
  private final Cache<TenantId, Boolean> full =
      Caffeine.newBuilder().maximumSize(100_000).expireAfterWrite(COUNTED_AGAIN).build();

  public Arrivals(Db db, ArrivalStore store, JobQueue queue, Clock clock) {
    this.db = db;
    this.store = store;
    this.queue = queue;
    this.clock = clock;
    this.group = GroupCommit.of("store shop events", db, this::storeAll);
  }

  /**
   * Returns when the arrival is durable, or is known to be a repeat of one that is.
   *
   * @throws rasl.refusal.RefusedException busy, where too much of the tenant waits already
   */
  void store(TenantId tenant, Arrival arrival) {
    if (full.get(tenant, this::isFull)) {
      throw Refusal.ServiceUnavailable.busy().thrown();
    }
    boolean _ = group.submit(tenant, arrival);
  }

  private boolean isFull(TenantId tenant) {
    return db.reading(tenant, tx -> store.waiting(tx, MOST_WAITING)) >= MOST_WAITING;
  }

  private List<Boolean> storeAll(TenantTx tx, List<Arrival> arrivals) {
    Instant now = clock.instant();
    List<Arrival> fresh = store.fresh(tx, arrivals, now);
    if (!fresh.isEmpty()) {
      work(tx, store.insert(tx, fresh, now));
    }
    return arrivals.stream().map(_ -> true).toList();
  }

  /** Has events worked off that wait. */
  public void work(TenantTx tx, List<Long> events) {
    List<?> _ = queue.enqueueAll(tx, WORK, events.stream().map(NewJob::ready).toList());
  }

  @Override
  public void close() {
    group.close();
  }
}
