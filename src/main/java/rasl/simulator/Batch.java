package rasl.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Updates of one number that go out in one POST, and again until the callback takes them.
 *
 * @param attempt how often it was tried before
 * @param nextTry when it may go out again
 * @param giveUp when it is tried no more
 */
record Batch(String number, List<Pending> updates, int attempt, Instant nextTry, Instant giveUp) {
  private static final Duration KEPT_FOR = Duration.ofDays(7);

  /** So that what waited out an outage of the receiver arrives soon after it. */
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  static Batch first(String number, List<Pending> updates, Instant now) {
    Instant oldest = updates.getFirst().update().due();
    return new Batch(number, updates, 0, now, oldest.plus(KEPT_FOR));
  }

  /**
   * What goes out one after the other: as many as a POST may carry, or where that is one, all of a
   * customer, so that nobody's updates overtake each other for no reason.
   */
  static Collection<List<Pending>> parted(List<Pending> updates, int most) {
    if (most == 1) {
      return updates.stream()
          .collect(
              Collectors.groupingBy(
                  pending -> pending.subject().user(), LinkedHashMap::new, Collectors.toList()))
          .values();
    }
    List<List<Pending>> parts = new ArrayList<>();
    for (int from = 0; from < updates.size(); from += most) {
      parts.add(List.copyOf(updates.subList(from, Math.min(updates.size(), from + most))));
    }
    return parts;
  }

  /** The next try: at once after the first failure, then after 1, 2, 4, … seconds. */
  Batch afterFailure(Instant now) {
    Duration doubled =
        attempt == 0 ? Duration.ZERO : Duration.ofSeconds(1L << Math.min(attempt - 1, 10));
    Duration pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    return new Batch(number, updates, attempt + 1, now.plus(pause), giveUp);
  }

  Batch with(List<Pending> others) {
    return new Batch(number, others, attempt, nextTry, giveUp);
  }

  boolean isGivenUp() {
    return nextTry.isAfter(giveUp);
  }
}
