package rasl.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Meta's two limits on speed. Each keeps the time at which its bucket will be full again; a burst
 * borrows from the future.
 */
final class Pace {
  private static final Duration PER_MESSAGE_OF_PAIR = Duration.ofSeconds(6);
  private static final int BURST_OF_PAIR = 45;

  private final Map<Party, Instant> pairs = new HashMap<>();
  private final Map<String, Instant> numbers = new HashMap<>();

  /** A business number and a customer. */
  record Party(String number, String user) {}

  void check(String number, String user, Instant now, Rules rules) {
    Instant pair = pairs.getOrDefault(new Party(number, user), now);
    Duration owed = Duration.between(now, pair);
    if (rules.pairLimit()
        && owed.compareTo(PER_MESSAGE_OF_PAIR.multipliedBy(BURST_OF_PAIR - 1L)) > 0) {
      throw refused(131056);
    }
    if (rules.messagesPerSecond() > 0) {
      Duration each = each(rules);
      Duration debt = Duration.between(now, numbers.getOrDefault(number, now));
      if (debt.compareTo(each.multipliedBy(rules.messagesPerSecond() - 1L)) > 0) {
        throw refused(130429);
      }
    }
  }

  /** Counts an accepted message; unlimited ones cost nothing. */
  void count(String number, String user, Instant at, Rules rules) {
    if (rules.pairLimit()) {
      pairs.merge(
          new Party(number, user),
          at.plus(PER_MESSAGE_OF_PAIR),
          (old, fresh) -> old.isBefore(at) ? fresh : old.plus(PER_MESSAGE_OF_PAIR));
    }
    if (rules.messagesPerSecond() > 0) {
      Duration each = each(rules);
      numbers.merge(
          number, at.plus(each), (old, fresh) -> old.isBefore(at) ? fresh : old.plus(each));
    }
  }

  void clear() {
    pairs.clear();
    numbers.clear();
  }

  private static Duration each(Rules rules) {
    return Duration.ofNanos(1_000_000_000L / rules.messagesPerSecond());
  }

  private static GraphRefusedException refused(int code) {
    return MetaError.of(code, ErrorTable.get(code).details()).thrown();
  }
}
