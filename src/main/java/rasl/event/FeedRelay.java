package rasl.event;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.db.TenantTx;

/**
 * Numbers the events of this node's tenants soon after they were committed, and looks now and then
 * for those whose node did not come to it. What was there before a feed was opened is numbered
 * beside, so that it holds up nobody else.
 */
final class FeedRelay implements EventLog.Readers, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FeedRelay.class);

  /** How often it looks for what nobody told of. */
  private static final Duration LOOKING = Duration.ofSeconds(1);

  /** What is committed meanwhile is numbered together. */
  private static final Duration REST = Duration.ofMillis(3);

  /** Another node's turn takes about so long. */
  private static final Duration ANOTHERS_TURN = Duration.ofMillis(20);

  private static final Duration AFTER_A_FAULT = Duration.ofMillis(500);

  private final Db db;
  private final FeedTurnStore store;
  private final FeedTurns turns;
  private final FeedReaders readers;
  private final Clock clock;
  private final Set<TenantId> open = ConcurrentHashMap.newKeySet();
  private final Set<TenantId> waiting = new LinkedHashSet<>();
  private final Set<TenantId> past = ConcurrentHashMap.newKeySet();

  /** One feed's past at a time. */
  private final ReentrantLock catchUpWith = new ReentrantLock();

  private final Thread thread = Thread.ofVirtual().name("event relay").unstarted(this::run);
  private volatile boolean closed;

  /** Whether another node had a feed; only the thread itself asks. */
  private boolean crowded;

  FeedRelay(Db db, FeedTurnStore store, FeedTurns turns, FeedReaders readers, Clock clock) {
    this.db = db;
    this.store = store;
    this.turns = turns;
    this.readers = readers;
    this.clock = clock;
  }

  void start() {
    thread.start();
  }

  /** Called for every commit of events, so it is quick. */
  @Override
  public void written(TenantId tenant) {
    if (open.contains(tenant)) {
      wake(tenant);
    }
  }

  /** Where this node knows of no reader it asks nobody. */
  @Override
  public boolean readStatuses(TenantTx tx) {
    return open.contains(tx.tenant()) && readers.readStatuses(tx);
  }

  /** A tenant's feed was opened by this node. */
  void opened(TenantId tenant) {
    open.add(tenant);
    wake(tenant);
  }

  private synchronized void wake(TenantId tenant) {
    if (waiting.add(tenant)) {
      notifyAll();
    }
  }

  private void run() {
    long looked = System.nanoTime() - LOOKING.toNanos();
    try {
      while (!closed) {
        long due = looked + LOOKING.toNanos() - System.nanoTime();
        List<TenantId> next = next(Math.max(0, due));
        crowded = false;
        long begun = System.nanoTime();
        Duration rest = attempt(() -> next.forEach(tenant -> turn(tenant, false)));
        if (System.nanoTime() - looked >= LOOKING.toNanos()) {
          Duration after = attempt(this::look);
          rest = atLeast(rest, after);
          looked = System.nanoTime();
        }
        Thread.sleep(atLeast(rest, Duration.ofNanos((System.nanoTime() - begun) / 2)));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // Closed.
    }
  }

  /**
   * Turns that take long, as while a slow transaction keeps back what is decided, must not take a
   * whole processor.
   */
  private static Duration atLeast(Duration rest, Duration other) {
    return other.compareTo(rest) > 0 ? other : rest;
  }

  private Duration attempt(Runnable work) {
    try {
      work.run();
      return crowded ? ANOTHERS_TURN : REST;
    } catch (RuntimeException e) {
      if (!closed) {
        LOG.warn("Events wait for their positions; trying again", e);
      }
      return AFTER_A_FAULT;
    }
  }

  private synchronized List<TenantId> next(long nanos) throws InterruptedException {
    long end = System.nanoTime() + nanos;
    long left = nanos;
    while (waiting.isEmpty() && left > 0) {
      wait(left / 1_000_000 + 1);
      left = end - System.nanoTime();
    }
    List<TenantId> all = List.copyOf(waiting);
    waiting.clear();
    return all;
  }

  private void turn(TenantId tenant, boolean noting) {
    if (past.contains(tenant)) {
      return;
    }
    switch (turns.turn(tenant, noting)) {
      case MORE -> wake(tenant);
      case MORE_OF_THE_PAST -> catchUp(tenant);
      case NOT_NOW -> comeBack(tenant);
      case DONE -> {}
    }
  }

  /** Whoever has the feed now may have looked at it before the last commit. */
  private void comeBack(TenantId tenant) {
    if (open.contains(tenant)) {
      wake(tenant);
      crowded = true;
    }
  }

  private void look() {
    List<FeedTurnStore.Open> feeds = db.inSystem(tx -> store.feeds(tx, clock.instant()));
    open.retainAll(feeds.stream().map(FeedTurnStore.Open::tenant).toList());
    for (FeedTurnStore.Open feed : feeds) {
      open.add(feed.tenant());
      if (feed.lapsed()) {
        db.doInTenant(feed.tenant(), tx -> readers.removeLapsed(tx, clock.instant()));
      }
      if (!feed.caughtUp()) {
        catchUp(feed.tenant());
      } else if (feed.behind()) {
        turn(feed.tenant(), true);
      }
    }
  }

  private void catchUp(TenantId tenant) {
    if (past.add(tenant)) {
      var _ =
          Thread.ofVirtual()
              .name("events of the past")
              .start(
                  () -> {
                    catchUpWith.lock();
                    try {
                      Duration _ = attempt(() -> turns.allOf(tenant));
                    } finally {
                      catchUpWith.unlock();
                      past.remove(tenant);
                    }
                  });
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    if (thread.getState() == Thread.State.NEW) {
      return;
    }
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
