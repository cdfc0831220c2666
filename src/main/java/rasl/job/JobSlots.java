package rasl.job;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import rasl.db.TenantId;

/**
 * The slots in which a node runs jobs, and which tenants' jobs hold them. A tenant that holds some
 * gets one more only while at least as many stay free as it then holds: one tenant alone holds at
 * most half, two a third each, and a tenant that holds none finds a free one, however long the jobs
 * of the others take. The last free slot is for a tenant that holds none.
 */
final class JobSlots {
  private final int slots;
  private final Map<TenantId, Integer> held = new HashMap<>();
  private int taken;

  /** Whether the last claim left work waiting for slots, as far as it could tell. */
  private boolean scarce;

  JobSlots(int slots) {
    this.slots = slots;
  }

  /**
   * The jobs that may be claimed.
   *
   * @param limit how many jobs at most
   * @param free how many slots are free; tenants may hold a part of them
   * @param held how many slots some tenants hold; the others hold none
   */
  record Room(int limit, int free, Map<TenantId, Integer> held) {
    /** For jobs that run in no slots: tenants are not limited. */
    static Room unlimited(int limit) {
      return new Room(limit, Integer.MAX_VALUE / 2, Map.of());
    }

    /** The room that is left when these have been claimed. */
    Room after(List<Job> jobs) {
      var more = new HashMap<>(held);
      jobs.forEach(job -> more.merge(job.tenant(), 1, Integer::sum));
      return new Room(limit - jobs.size(), free - jobs.size(), more);
    }

    Long[] holders() {
      return held.keySet().stream().map(TenantId::value).toArray(Long[]::new);
    }

    Integer[] holdings() {
      return held.values().toArray(Integer[]::new);
    }

    /** The tenants of which nothing more may begin now. */
    Long[] full() {
      return held.entrySet().stream()
          .filter(entry -> entry.getValue() + 2 > free)
          .map(entry -> entry.getKey().value())
          .toArray(Long[]::new);
    }
  }

  synchronized Room room() {
    return new Room(slots - taken, slots - taken, Map.copyOf(held));
  }

  synchronized void take(TenantId tenant) {
    held.merge(tenant, 1, Integer::sum);
    taken++;
  }

  /**
   * Frees a slot.
   *
   * @return whether a claim is worth its statement now: under load only where several jobs may
   *     begin
   */
  synchronized boolean release(TenantId tenant) {
    if (held.merge(tenant, -1, Integer::sum) == 0) {
      held.remove(tenant);
    }
    taken--;
    notifyAll();
    int room = (slots - taken - held.getOrDefault(tenant, 0)) / 2;
    boolean worth = scarce && room >= Math.max(1, slots / 8);
    scarce &= !worth;
    return worth;
  }

  /** Whether something may wait for a slot; {@link #release} then says when to look. */
  synchronized boolean isScarce() {
    scarce = taken == slots || room().full().length > 0;
    return scarce;
  }

  /** Waits until all slots are free. */
  synchronized boolean awaitAllFree(Duration most) throws InterruptedException {
    long until = System.nanoTime() + most.toNanos();
    while (taken > 0) {
      long left = (until - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }
}
