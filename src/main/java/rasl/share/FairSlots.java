package rasl.share;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A fixed number of slots, such as connections, shared by owners, such as tenants. One owner holds
 * at most its part. Those who wait get slots in turns between owners, and in the order of asking
 * within one owner. A reserve is kept for the server's own work, which belongs to no owner: owners
 * never hold it, and own work that waits goes before them.
 *
 * <p>Waiting is cheap for virtual threads, and nobody who waits is passed over: an owner's waiter
 * is overtaken at most once by each other owner that is below its part.
 *
 * @param <K> identifies an owner, by {@code equals}
 */
public final class FairSlots<K> {
  private final int slots;
  private final int reserve;
  private final int perOwner;

  /** Owners that wait, in the order in which they get their turns; none of the queues is empty. */
  private final Map<K, Deque<Waiter>> waiting = new LinkedHashMap<>();

  private final Deque<Waiter> house = new ArrayDeque<>();
  private final Map<K, Integer> held = new HashMap<>();
  private int heldByOwners;
  private int heldByHouse;

  /**
   * @param slots how many there are
   * @param reserve how many of them only the server's own work may hold; less than {@code slots}
   * @param perOwner how many one owner may hold; at least 1
   */
  public FairSlots(int slots, int reserve, int perOwner) {
    if (reserve < 0 || reserve >= slots || perOwner < 1) {
      throw new IllegalArgumentException(
          "slots %d, reserve %d, per owner %d".formatted(slots, reserve, perOwner));
    }
    this.slots = slots;
    this.reserve = reserve;
    this.perOwner = perOwner;
  }

  /**
   * Takes a slot for an owner; it is given back by {@link #release}.
   *
   * @return false where no slot came free for this owner within its patience
   */
  public boolean acquire(K owner, Duration patience) throws InterruptedException {
    var waiter = new Waiter();
    synchronized (this) {
      waiting.computeIfAbsent(owner, _ -> new ArrayDeque<>()).add(waiter);
      handOut();
    }
    return waiter.await(patience, () -> abandon(owner, waiter), () -> release(owner));
  }

  /** Takes a slot for an owner where one is free for it at once. */
  public synchronized boolean tryAcquire(K owner) {
    if (waiting.containsKey(owner) || !ownersHaveRoom() || isAtItsPart(owner)) {
      return false;
    }
    take(owner);
    return true;
  }

  /**
   * Takes a slot for the server's own work, the reserve included; {@link #releaseHouse} gives it
   * back.
   */
  public boolean acquireHouse(Duration patience) throws InterruptedException {
    var waiter = new Waiter();
    synchronized (this) {
      house.add(waiter);
      handOut();
    }
    return waiter.await(patience, () -> house.remove(waiter), this::releaseHouse);
  }

  /** Gives back a slot of an owner. */
  public synchronized void release(K owner) {
    if (held.merge(owner, -1, Integer::sum) == 0) {
      held.remove(owner);
    }
    heldByOwners--;
    handOut();
  }

  /** Gives back a slot of the server's own work. */
  public synchronized void releaseHouse() {
    heldByHouse--;
    handOut();
  }

  /** The most slots that an owner may take now, even if others wait. */
  public synchronized int roomFor(K owner) {
    int free = Math.min(slots - heldByHouse, slots - reserve) - heldByOwners;
    return Math.clamp(perOwner - held.getOrDefault(owner, 0), 0, Math.max(0, free));
  }

  /** How many owners wait now. */
  public synchronized int waitingOwners() {
    return waiting.size();
  }

  private void handOut() {
    while (!house.isEmpty() && heldByHouse + heldByOwners < slots) {
      heldByHouse++;
      house.remove().grant();
    }
    while (ownersHaveRoom() && grantNext()) {
      // Each turn gives one owner one slot.
    }
  }

  private boolean ownersHaveRoom() {
    return heldByOwners < slots - reserve && heldByHouse + heldByOwners < slots;
  }

  /** Gives a slot to the first owner in turn that is below its part, and puts that owner last. */
  private boolean grantNext() {
    Optional<K> next = waiting.keySet().stream().filter(owner -> !isAtItsPart(owner)).findFirst();
    next.ifPresent(this::grant);
    return next.isPresent();
  }

  private void grant(K owner) {
    Deque<Waiter> queue = waiting.remove(owner);
    if (queue != null) {
      take(owner);
      queue.remove().grant();
      if (!queue.isEmpty()) {
        waiting.put(owner, queue);
      }
    }
  }

  /** Whether an owner holds as many slots as one owner may. */
  public synchronized boolean isAtItsPart(K owner) {
    return held.getOrDefault(owner, 0) >= perOwner;
  }

  private void take(K owner) {
    held.merge(owner, 1, Integer::sum);
    heldByOwners++;
  }

  private boolean abandon(K owner, Waiter waiter) {
    Deque<Waiter> queue = waiting.get(owner);
    boolean was = queue != null && queue.remove(waiter);
    if (queue != null && queue.isEmpty()) {
      waiting.remove(owner);
    }
    return was;
  }

  private interface Leaving {
    /** Whether the waiter still waited. */
    boolean leave();
  }

  private final class Waiter {
    private final CountDownLatch granted = new CountDownLatch(1);

    void grant() {
      granted.countDown();
    }

    /**
     * @param leave takes this waiter from its queue
     * @param giveBack returns a slot that came while an interrupt ended the wait
     */
    boolean await(Duration patience, Leaving leave, Runnable giveBack) throws InterruptedException {
      try {
        if (granted.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
          return true;
        }
      } catch (InterruptedException e) {
        if (!left(leave)) {
          giveBack.run();
        }
        throw e;
      }
      return !left(leave);
    }

    private boolean left(Leaving leave) {
      synchronized (FairSlots.this) {
        return leave.leave();
      }
    }
  }
}
