package rasl.media;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import rasl.db.TenantId;

/**
 * How many files are fetched at once: slow ones must leave most of a server's work free for
 * messages, and those of one tenant some for the others.
 */
final class FetchTurns {
  private final int most;
  private final int mostOfOne;
  private final Map<TenantId, Integer> taken = new HashMap<>();

  /** Tenants whose jobs found no free slot, in the order in which they came. */
  private final Map<TenantId, Integer> waiting = new LinkedHashMap<>();

  private int all;

  /**
   * @param slots how many jobs the server works on at once
   */
  FetchTurns(int slots) {
    most = Math.max(2, slots / 4);
    mostOfOne = Math.max(1, most / 2);
  }

  /** Given back when it is closed. */
  interface Turn extends AutoCloseable {
    @Override
    void close();
  }

  /** A turn, where one is free. */
  synchronized Optional<Turn> take(TenantId tenant) {
    int theirs = taken.getOrDefault(tenant, 0);
    if (all >= most || theirs >= mostOfOne) {
      waiting.merge(tenant, 1, Integer::sum);
      return Optional.empty();
    }
    all++;
    taken.put(tenant, theirs + 1);
    return Optional.of(() -> giveBack(tenant));
  }

  /** The tenant to wake, if one waits and a slot is free. */
  synchronized Optional<TenantId> next() {
    Optional<TenantId> next =
        waiting.keySet().stream()
            .filter(tenant -> all < most && taken.getOrDefault(tenant, 0) < mostOfOne)
            .findFirst();
    // To the end, so that the others have their turn before.
    next.map(waiting::remove)
        .filter(left -> left > 1)
        .ifPresent(left -> waiting.put(next.get(), left - 1));
    return next;
  }

  private synchronized void giveBack(TenantId tenant) {
    all--;
    taken.computeIfPresent(tenant, (_, theirs) -> theirs == 1 ? null : theirs - 1);
  }
}
