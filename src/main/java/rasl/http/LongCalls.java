package rasl.http;

import java.time.Duration;
import java.util.function.Supplier;
import rasl.db.TenantId;
import rasl.refusal.Refusal;
import rasl.share.FairSlots;

/**
 * Calls that may take long, such as batches, changes of many members and searches, run in turns: of
 * one tenant at most as many at once as half of the processors, and of all tenants as many as there
 * are processors. So they never use up the processors of server and database between them, and
 * ordinary calls, which take no turn, are answered meanwhile.
 */
final class LongCalls {
  /** How long a call waits for its turn. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private final FairSlots<TenantId> turns;
  private final Duration patience;

  LongCalls(int processors, Duration patience) {
    int all = Math.max(2, processors);
    this.turns = new FairSlots<>(all, 0, all / 2);
    this.patience = patience;
  }

  /** Whether a call may take long: its route says so, or it looks through a list. */
  static boolean isLong(Routes.Route route, Request request) {
    return route.takesLong()
        || request.query().parameters().keySet().stream()
            .anyMatch(name -> name.equals("search") || name.startsWith("filter["));
  }

  /**
   * Runs a call in its turn.
   *
   * @throws rasl.refusal.RefusedException busy, where no turn came within ten seconds
   */
  <T> T inTurn(TenantId tenant, Supplier<T> call) {
    take(tenant);
    try {
      return call.get();
    } finally {
      turns.release(tenant);
    }
  }

  private void take(TenantId tenant) {
    try {
      if (!turns.acquire(tenant, patience)) {
        throw busy();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw busy();
    }
  }

  private static RuntimeException busy() {
    return Refusal.ServiceUnavailable.busy().thrown();
  }
}
