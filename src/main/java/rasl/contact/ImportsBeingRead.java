package rasl.contact;

import java.util.HashMap;
import java.util.Map;
import rasl.db.TenantId;

/**
 * How many uploads of each tenant this node reads at the moment. Who has as many as may be open is
 * refused before another one is read, which costs processor time and room on the disk.
 */
final class ImportsBeingRead {
  private final Map<TenantId, Integer> reading = new HashMap<>();

  /** A place among those that are read. */
  interface Place extends AutoCloseable {
    @Override
    void close();
  }

  /** Takes a place; refuses where the tenant has as many as there may be. */
  synchronized Place enter(TenantId tenant) {
    if (reading.getOrDefault(tenant, 0) >= Imports.MOST_OPEN) {
      throw Imports.tooMany();
    }
    reading.merge(tenant, 1, Integer::sum);
    return () -> leave(tenant);
  }

  private synchronized void leave(TenantId tenant) {
    if (reading.merge(tenant, -1, Integer::sum) == 0) {
      reading.remove(tenant);
    }
  }
}
