package rasl.cpu;

import java.time.Duration;
import java.util.function.Supplier;
import rasl.refusal.Refusal;
import rasl.share.FairSlots;

/**
 * Turns at work that uses a processor: as many at once as there are processors, and at least two,
 * so that one owner, such as a tenant, which holds at most half of them, never holds all.
 */
public final class Turns {
  private final FairSlots<Object> slots;
  private final Duration patience;

  /**
   * @param processors how many the process may use
   * @param patience how long an owner waits for a turn
   */
  public Turns(int processors, Duration patience) {
    int all = Math.max(2, processors);
    this.slots = new FairSlots<>(all, 0, all / 2);
    this.patience = patience;
  }

  /**
   * Works in a turn of the owner.
   *
   * @param owner for whom, by {@code equals}
   * @throws rasl.refusal.RefusedException busy, where no turn came in time; nothing was done then
   */
  public <T> T inTurn(Object owner, Supplier<T> work) {
    take(owner, patience);
    try {
      return work.get();
    } finally {
      release(owner);
    }
  }

  /** Takes a turn, waiting for so long at most; {@link #release} gives it back. */
  void take(Object owner, Duration wait) {
    try {
      if (!slots.acquire(owner, wait)) {
        throw Refusal.ServiceUnavailable.busy().thrown();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw Refusal.ServiceUnavailable.busy().thrown();
    }
  }

  void release(Object owner) {
    slots.release(owner);
  }
}
