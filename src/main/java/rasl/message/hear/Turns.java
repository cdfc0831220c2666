package rasl.message.hear;

import java.util.HashMap;
import java.util.Map;
import rasl.db.TenantId;

/**
 * Lets one thread of this node at a time work on a tenant's pile: two would wait for each other's
 * rows, each on a connection of its own. Who comes in the meantime need not wait: the one who works
 * is told to look once more.
 */
final class Turns {
  /** Who is at work, and whether to look once more. */
  private final Map<TenantId, Boolean> working = new HashMap<>();

  /** True where it is the caller's turn; else the one whose turn it is will look once more. */
  synchronized boolean begin(TenantId tenant) {
    boolean mine = !working.containsKey(tenant);
    working.put(tenant, !mine);
    return mine;
  }

  /** Ends the caller's turn; false where it was told to look once more, and the turn goes on. */
  synchronized boolean end(TenantId tenant) {
    if (working.getOrDefault(tenant, false)) {
      working.put(tenant, false);
      return false;
    }
    working.remove(tenant);
    return true;
  }

  /** Ends the caller's turn, whoever came: its own job is still there, and will look. */
  synchronized void breakOff(TenantId tenant) {
    working.remove(tenant);
  }
}
