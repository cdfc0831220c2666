package rasl.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Decides which messages one can react to: known, of this customer, at most 30 days old. */
final class Reactions {
  private static final Duration OLDEST = Duration.ofDays(30);
  private static final int MOST_SEARCHED = 1_000;

  private Reactions() {}

  static boolean isPossible(
      State state,
      Function<List<State.Entry>, List<Fact.Accepted>> read,
      Instant now,
      String user,
      String wamid) {
    Instant oldest = now.minus(OLDEST);
    Optional<Instant> inbound = state.inboundAt(wamid);
    if (inbound.isPresent()) {
      return inbound.get().isAfter(oldest) && !state.isReaction(wamid);
    }
    long number = state.userNumber(user);
    List<State.Entry> theirs =
        state.outbox().reversed().stream()
            .filter(entry -> entry.user() == number)
            .limit(MOST_SEARCHED)
            .toList();
    return read.apply(theirs).stream()
        .filter(message -> message.wamid().equals(wamid))
        .anyMatch(it -> it.at().isAfter(oldest) && !it.type().equals("reaction"));
  }
}
