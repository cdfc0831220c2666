package rasl.http;

import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import rasl.cpu.Turns;
import rasl.db.TenantId;
import rasl.refusal.RefusedException;

/**
 * Calls that may take long, such as batches, changes of many members and searches, take turns. So
 * they never use up the processors of server and database between them, and ordinary calls, which
 * take no turn, are answered meanwhile.
 */
final class LongCalls {
  /** How long a call waits for its turn. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Turns turns;

  LongCalls(int processors, Duration patience) {
    this.turns = new Turns(processors, patience);
  }

  /**
   * Answers a call, in a turn of its tenant where it may take long.
   *
   * @throws rasl.refusal.RefusedException busy, where no turn came in time
   */
  <T> T answer(TenantId tenant, Routes.Route route, Request request, Supplier<T> answer) {
    return route.takesLong() || looksThroughAList(request)
        ? turns.inTurn(tenant, answer)
        : answer.get();
  }

  private static boolean looksThroughAList(Request request) {
    if (!request.method().equals("GET")) {
      return false;
    }
    try {
      Set<String> names = request.query().parameters().keySet();
      return names.contains("search")
          || names.stream().anyMatch(name -> name.startsWith("filter["));
    } catch (RefusedException _) {
      return false; // Where it matters, the route refuses the query itself.
    }
  }
}
