package rasl.webhook;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rasl.db.Db;
import rasl.db.TenantId;

/**
 * Takes turns at endpoints and delivers to them, as many at once as this node may have: one job an
 * endpoint. Signals make it quick; looking at the table makes it safe.
 */
final class Dispatcher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  /** How many endpoints are delivered to at once; one tenant has at most half of them. */
  private static final int MOST_RUNS = 500;

  private static final Duration LOOKING = Duration.ofSeconds(1);

  /** How long signals are collected, so that they do not become a statement each. */
  private static final Duration REST = Duration.ofMillis(20);

  private static final Duration LAST_ATTEMPTS = Duration.ofSeconds(10);
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private final Db db;
  private final TurnStore turns;
  private final Function<TurnStore.Turn, EndpointRun> runner;
  private final Attempts attempts;
  private final Map<TurnStore.Due, EndpointRun> runs = new ConcurrentHashMap<>();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("endpoint-", 0).factory());
  private final Thread loop = Thread.ofVirtual().name("webhooks").unstarted(this::loop);
  private final Set<TenantId> grown = new HashSet<>();
  private boolean allMayHaveGrown;
  private final Semaphore told = new Semaphore(0);
  private volatile boolean stopping;

  Dispatcher(
      Db db, TurnStore turns, Function<TurnStore.Turn, EndpointRun> runner, Attempts attempts) {
    this.db = db;
    this.turns = turns;
    this.runner = runner;
    this.attempts = attempts;
  }

  void start() {
    loop.start();
  }

  /** A tenant's feed may have grown. */
  void grown(TenantId tenant) {
    runs.forEach(
        (of, run) -> {
          if (of.tenant().equals(tenant)) {
            run.wake();
          }
        });
    tell(Set.of(tenant), false);
  }

  /** Any feed may have grown, and anything may be due. */
  void missed() {
    runs.values().forEach(EndpointRun::changed);
    tell(Set.of(), true);
  }

  /** An endpoint, or one of its deliveries, was changed by a call to this node. */
  void changed(TenantId tenant, long endpoint) {
    EndpointRun run = runs.get(new TurnStore.Due(tenant, endpoint));
    if (run != null) {
      run.changed();
    }
    tell(Set.of(tenant), false);
  }

  private synchronized void tell(Collection<TenantId> tenants, boolean all) {
    grown.addAll(tenants);
    allMayHaveGrown |= all;
    told.release();
  }

  private void loop() {
    try {
      while (!stopping) {
        attempt();
        pause();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // Closed.
    }
  }

  private void attempt() {
    try {
      hurry();
      while (!stopping && takeTurns() > 0) {
        // Until nothing is due, or no more may begin.
      }
    } catch (RuntimeException e) {
      if (!stopping) {
        LOG.warn("Webhooks wait; trying again", e);
      }
    }
  }

  private void pause() throws InterruptedException {
    if (told.tryAcquire(LOOKING.toMillis(), TimeUnit.MILLISECONDS)) {
      Thread.sleep(REST);
      told.drainPermits();
    }
  }

  /** Endpoints with news are due; those that are delivered to know it already. */
  private void hurry() {
    Set<TenantId> tenants = new HashSet<>();
    boolean all;
    synchronized (this) {
      tenants.addAll(grown);
      grown.clear();
      all = allMayHaveGrown;
      allMayHaveGrown = false;
    }
    if (all) {
      tenants.addAll(db.inSystem(turns::tenants));
    }
    while (!tenants.isEmpty()) {
      TenantId next = tenants.iterator().next();
      try {
        // On a connection of the house: a tenant that has all of its own in use holds up nobody.
        int _ = db.settling(next, turns::hurryAll);
      } catch (RuntimeException e) {
        // Of a database that is away all of them would tell the same. The next look tries again.
        putBack(tenants);
        throw e;
      }
      tenants.remove(next);
    }
  }

  private synchronized void putBack(Set<TenantId> tenants) {
    grown.addAll(tenants);
  }

  private int takeTurns() {
    int room = MOST_RUNS - runs.size();
    if (room <= 0) {
      return 0;
    }
    List<TurnStore.Due> due = db.inSystem(tx -> turns.due(tx, fullTenants(), Math.min(room, 50)));
    int taken = 0;
    for (TurnStore.Due one : due) {
      if (!stopping && !runs.containsKey(one) && begin(one)) {
        taken++;
      }
    }
    return taken;
  }

  private Set<TenantId> fullTenants() {
    var held = new HashMap<TenantId, Integer>();
    runs.keySet().forEach(of -> held.merge(of.tenant(), 1, Integer::sum));
    held.values().removeIf(number -> number < MOST_RUNS / 2);
    return held.keySet();
  }

  private boolean begin(TurnStore.Due due) {
    Optional<TurnStore.Turn> turn = db.settling(due.tenant(), tx -> turns.take(tx, due));
    turn.ifPresent(
        mine -> {
          EndpointRun run = runner.apply(mine);
          runs.put(due, run);
          threads.execute(() -> runThenForget(due, run));
        });
    return turn.isPresent();
  }

  private void runThenForget(TurnStore.Due due, EndpointRun run) {
    try {
      run.run();
    } finally {
      runs.remove(due, run);
      // What it was told after its last look is news for whoever comes next.
      tell(run.wasWoken() ? Set.of(due.tenant()) : Set.of(), false);
    }
  }

  /** Begins nothing more, and waits a while for what runs. */
  @Override
  public void close() {
    stopping = true;
    tell(Set.of(), false);
    runs.values().forEach(EndpointRun::stop);
    threads.shutdown();
    try {
      boolean _ = loop.getState() == Thread.State.NEW || loop.join(Duration.ofSeconds(5));
      runs.values().forEach(EndpointRun::stop);
      if (!threads.awaitTermination(LAST_ATTEMPTS.toMillis(), TimeUnit.MILLISECONDS)) {
        attempts.breakOff();
        boolean _ = threads.awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    threads.shutdownNow();
    attempts.close();
  }
}
