package rasl.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** How often a token, or a session, may call (contract 1.3). The limit room implements it. */
public interface CallLimiter {

  /**
   * Takes one call from the caller's budget, where there is one left.
   *
   * @param callsPerMinute the budget; empty for none
   */
  Verdict spend(Principal who, OptionalInt callsPerMinute);

  /** What the caller has left; takes nothing. */
  Verdict look(Principal who, OptionalInt callsPerMinute);

  /**
   * Counts a wrong token, or session, against the address that sent it.
   *
   * @return how long further wrong ones are refused; empty while they are few
   */
  Optional<Duration> wrongToken(String clientAddress);

  /** Whether the call may go on. */
  sealed interface Verdict {
    /** The token has no limit: its answers carry no rate headers. */
    record Unlimited() implements Verdict {}

    record Allowed(Budget budget) implements Verdict {}

    record Refused(Budget budget) implements Verdict {}
  }

  /**
   * A token's budget.
   *
   * @param limit calls in any 60 seconds
   * @param remaining calls left, at least
   * @param resetIn until all of them have come back
   * @param resetAt when all of them have come back
   * @param nextIn until one comes back
   */
  record Budget(int limit, long remaining, Duration resetIn, Instant resetAt, Duration nextIn) {}
}
