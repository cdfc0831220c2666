package rasl.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import rasl.http.CallLimiter;
import rasl.http.Principal;

/**
 * Counts each token's and session's calls, and each address's wrong tokens, in windows of a minute
 * (contract 1.3). Each node counts for itself.
 */
public final class CallLimits implements CallLimiter {
  private static final long MOST_TOKENS = 1_000_000;

  private final Clock clock;
  private final Cache<CallerLimit, Window> calls =
      Caffeine.newBuilder()
          .maximumSize(MOST_TOKENS)
          .expireAfterAccess(Window.LENGTH.multipliedBy(2))
          .build();
  private final WrongGuesses wrongTokens;

  public CallLimits(Clock clock) {
    this.clock = clock;
    this.wrongTokens = new WrongGuesses(clock);
  }

  /** The key of a count: a changed limit starts a new count. */
  private record CallerLimit(Object caller, int limit) {}

  @Override
  public Verdict spend(Principal who, OptionalInt limit) {
    if (limit.isEmpty()) {
      return new Verdict.Unlimited();
    }
    Window window = window(who, limit.getAsInt());
    boolean spent = window.take();
    Budget budget = budget(window);
    return spent ? new Verdict.Allowed(budget) : new Verdict.Refused(budget);
  }

  @Override
  public Verdict look(Principal who, OptionalInt limit) {
    return limit.isEmpty()
        ? new Verdict.Unlimited()
        : new Verdict.Allowed(budget(window(who, limit.getAsInt())));
  }

  @Override
  public Optional<Duration> wrongToken(String clientAddress) {
    return wrongTokens.count(clientAddress);
  }

  private Window window(Principal who, int limit) {
    return calls.get(new CallerLimit(who.countedBy(), limit), _ -> new Window(limit, clock));
  }

  private Budget budget(Window window) {
    Duration resetIn = window.resetIn();
    Instant resetAt = clock.instant().plus(resetIn);
    return new Budget(window.limit(), window.remaining(), resetIn, resetAt);
  }
}
