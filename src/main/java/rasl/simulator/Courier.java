package rasl.simulator;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries updates to the callback, one a POST or as many as the settings say. A few POSTs are under
 * way at once; those that the receiver does not take are tried again. A slow receiver holds up
 * nobody but itself.
 */
final class Courier implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Courier.class);

  /** Gathers what falls due at nearly the same time, so that many messages make few POSTs. */
  private static final Duration BETWEEN_ROUNDS = Duration.ofMillis(15);

  /** The simulated clock may be moved from outside; it is looked at this often. */
  private static final Duration LONGEST_WAIT = Duration.ofMillis(40);

  /** So many updates are looked at together, that few may wait behind one slow customer. */
  private static final int AT_ONCE = 100;

  private static final Duration FOREVER = Duration.ofDays(1_000);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(2);

  private final World world;
  private final Callback callback;
  private final Callbacks callbacks;
  private final Delivery delivery;
  private final int slots;
  private final Semaphore free;
  private final Thread thread =
      Thread.ofPlatform().daemon().name("simulator-courier").unstarted(this::run);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final PriorityQueue<Batch> retries =
      new PriorityQueue<>(Comparator.comparing(Batch::nextTry));
  private @Nullable URI url;
  private boolean awake;
  private boolean idle;
  private boolean stopping;

  Courier(
      World world,
      SimulatorSettings settings,
      Callback callback,
      Callbacks callbacks,
      WebhookBody bodies) {
    this.world = world;
    this.callback = callback;
    this.callbacks = callbacks;
    this.delivery = new Delivery(world, settings.accounts(), callback, callbacks, bodies);
    this.url = settings.callbackUrl().orElse(null);
    this.slots = settings.timings().callbackSlots();
    this.free = new Semaphore(slots);
  }

  void start() {
    thread.start();
  }

  /** Sends to another receiver from now on, beginning with what waits. */
  void sendTo(URI receiver) {
    change(() -> url = receiver);
  }

  /** Something new may be due at once. */
  void wake() {
    change(() -> awake = true);
  }

  /** Something new was planned: matters only to a courier that had nothing to wait for. */
  void planned() {
    lock.lock();
    try {
      if (idle) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Starts no new POST, and waits a little for those under way; the rest stays unsettled. */
  @Override
  public void close() {
    change(() -> stopping = true);
    try {
      if (!free.tryAcquire(slots, STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        log.debug("webhooks were under way when the simulator stopped; they go out again");
      }
      callback.close();
      thread.join(STOP_WITHIN);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      callback.close();
    }
  }

  private void run() {
    try {
      while (awaitWork()) {
        boolean sent = round();
        if (sent) {
          pause(BETWEEN_ROUNDS);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Starts all that is due; a full house makes it wait, and then there is more to a POST. */
  private boolean round() throws InterruptedException {
    boolean any = false;
    while (!isStopping()) {
      free.acquire();
      List<Batch> due = due();
      if (due.isEmpty()) {
        free.release();
        return any;
      }
      any = true;
      free.acquire(due.size() - 1);
      for (Batch batch : due) {
        Thread.ofVirtual().name("simulator-webhook").start(() -> carryAndFree(batch));
      }
    }
    return any;
  }

  /** One old batch whose time has come, or the newly due updates, as many as a POST may carry. */
  private List<Batch> due() {
    Instant now = world.now();
    Batch again = takeRetry(now);
    if (again != null) {
      return List.of(again);
    }
    List<Batch> batches = new ArrayList<>();
    int most = world.switches().updatesPerPost();
    world
        .takeDue(Math.max(most, AT_ONCE))
        .forEach(
            (number, updates) ->
                Batch.parted(updates, most)
                    .forEach(some -> batches.add(Batch.first(number, some, now))));
    return batches.size() <= slots ? batches : spill(batches);
  }

  /** More batches than slots: the rest comes next, and before anything newer. */
  private List<Batch> spill(List<Batch> batches) {
    change(() -> retries.addAll(batches.subList(slots, batches.size())));
    return batches.subList(0, slots);
  }

  private void carryAndFree(Batch batch) {
    try {
      carry(batch);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // Stopping: the journal still has the updates.
    } catch (RuntimeException e) {
      log.error("a webhook could not be sent", e);
      change(() -> retries.add(batch.afterFailure(world.now())));
    } finally {
      free.release();
    }
  }

  private void carry(Batch batch) throws InterruptedException {
    List<Pending> left =
        delivery.carry(batch, Optional.ofNullable(receiver()), world.switches().updatesPerPost());
    if (!left.isEmpty()) {
      tryAgain(batch.with(left));
    }
  }

  private void tryAgain(Batch failed) {
    Batch next = failed.afterFailure(world.now());
    if (next.isGivenUp()) {
      log.warn("{} webhook updates were not taken for 7 days", next.updates().size());
      world.settle(next.updates());
    } else {
      change(() -> retries.add(next));
    }
  }

  /** Waits until something may be due; false when it is time to stop. */
  private boolean awaitWork() throws InterruptedException {
    lock.lock();
    try {
      Duration wait = untilWork();
      while (!stopping && wait.isPositive()) {
        idle = wait.equals(FOREVER);
        Duration shorter = idle || wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
        long _ = changed.awaitNanos(shorter.toNanos());
        wait = untilWork();
      }
      idle = false;
      awake = false;
      return !stopping;
    } finally {
      lock.unlock();
    }
  }

  /** In simulated time; {@link #FOREVER} while nothing is planned, or no receiver is known. */
  private Duration untilWork() {
    if (url == null && !callbacks.any()) {
      return FOREVER;
    }
    if (awake) {
      return Duration.ZERO;
    }
    Duration wait = world.untilNextDue().orElse(FOREVER);
    Batch retry = retries.peek();
    Duration untilRetry = retry == null ? FOREVER : Duration.between(world.now(), retry.nextTry());
    return untilRetry.compareTo(wait) < 0 ? untilRetry : wait;
  }

  private void pause(Duration time) throws InterruptedException {
    lock.lock();
    try {
      long left = time.toNanos();
      while (!stopping && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Batch takeRetry(Instant now) {
    lock.lock();
    try {
      Batch first = retries.peek();
      return first == null || first.nextTry().isAfter(now) ? null : retries.poll();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable URI receiver() {
    lock.lock();
    try {
      return url;
    } finally {
      lock.unlock();
    }
  }

  private boolean isStopping() {
    lock.lock();
    try {
      return stopping;
    } finally {
      lock.unlock();
    }
  }

  private void change(Runnable work) {
    lock.lock();
    try {
      work.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
