package rasl.db;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Waiting things of tenants. Each tenant's leave in the order in which they came, and tenants take
 * turns: however many things one has, the next of every other leaves with them. It is not safe for
 * several threads.
 *
 * @param <T> a waiting thing
 */
final class FairQueue<T> {
  /** In the order of their turns; none of the queues is empty. */
  private final Map<TenantId, Deque<T>> waiting = new LinkedHashMap<>();

  void add(TenantId tenant, T one) {
    waiting.computeIfAbsent(tenant, _ -> new ArrayDeque<>()).add(one);
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /**
   * Takes the next things, in turns between tenants.
   *
   * @param most how many things at once
   * @return by tenant, each in order
   */
  Map<TenantId, List<T>> take(int most) {
    Map<TenantId, List<T>> taken = new LinkedHashMap<>();
    for (int i = 0; i < most && !waiting.isEmpty(); i++) {
      TenantId tenant = waiting.keySet().iterator().next();
      taken.computeIfAbsent(tenant, _ -> new ArrayList<>()).add(takeOne(tenant));
    }
    return taken;
  }

  /** Takes all that a tenant has waiting. */
  List<T> takeAll(TenantId tenant) {
    Deque<T> all = waiting.remove(tenant);
    return all == null ? List.of() : List.copyOf(all);
  }

  /** Takes one of a tenant's, and puts the tenant behind all others. */
  private T takeOne(TenantId tenant) {
    Deque<T> queue = waiting.remove(tenant);
    if (queue == null) {
      throw new IllegalStateException("nothing waits of " + tenant);
    }
    T one = queue.remove();
    if (!queue.isEmpty()) {
      waiting.put(tenant, queue);
    }
    return one;
  }
}
