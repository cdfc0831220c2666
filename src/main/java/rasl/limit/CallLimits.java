package rasl.limit;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import rasl.http.CallLimiter;
import rasl.http.Principal;

/**
 * Counts each token's and each session's calls over the last minute, and each address's wrong
 * tokens (contract 1.3).
 */
public final class CallLimits implements CallLimiter {
  private final Budgets budgets;
  private final Clock clock;
  private final WrongGuesses wrongTokens;

  /**
   * @param budgets of this node alone, or shared by all nodes
   */
  public CallLimits(Budgets budgets, Clock clock) {
    this.budgets = budgets;
    this.clock = clock;
    this.wrongTokens = new WrongGuesses(clock);
  }

  /** Where there is one node. */
  public CallLimits(Clock clock) {
    this(new OwnBudgets(clock), clock);
  }

  @Override
  public Verdict spend(Principal who, OptionalInt callsPerMinute) {
    if (callsPerMinute.isEmpty()) {
      return new Verdict.Unlimited();
    }
    int limit = callsPerMinute.getAsInt();
    Budgets.State state = budgets.spend(who.countedBy(), limit);
    Budget budget = budget(limit, state);
    return state.spent() ? new Verdict.Allowed(budget) : new Verdict.Refused(budget);
  }

  @Override
  public Verdict look(Principal who, OptionalInt callsPerMinute) {
    if (callsPerMinute.isEmpty()) {
      return new Verdict.Unlimited();
    }
    int limit = callsPerMinute.getAsInt();
    return new Verdict.Allowed(budget(limit, budgets.look(who.countedBy(), limit)));
  }

  @Override
  public Optional<Duration> wrongToken(String clientAddress) {
    return wrongTokens.count(clientAddress);
  }

  private Budget budget(int limit, Budgets.State state) {
    return new Budget(
        limit,
        Math.max(0, state.remaining()),
        state.wholeIn(),
        clock.instant().plus(state.wholeIn()),
        state.nextIn());
  }
}
