package rasl.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import rasl.http.CallLimiter;
import rasl.http.Caller;
import rasl.http.Networks;

/**
 * Counts each token's calls, and each address's wrong tokens, in windows of a minute (contract
 * 1.3). Each node counts for itself.
 */
public final class CallLimits implements CallLimiter {
  private static final int WRONG_TOKENS = 30;

  /** An attacker's addresses push out each other, and use no more memory than this. */
  private static final long MOST_ADDRESSES = 100_000;

  private static final long MOST_TOKENS = 1_000_000;

  private final Clock clock;
  private final Cache<TokenLimit, Window> calls = cache(MOST_TOKENS);
  private final Cache<String, Window> wrongTokens = cache(MOST_ADDRESSES);

  public CallLimits(Clock clock) {
    this.clock = clock;
  }

  /** A token whose limit was changed starts anew. */
  private record TokenLimit(long tokenId, int limit) {}

  @Override
  public Verdict spend(Caller caller) {
    OptionalInt limit = caller.callsPerMinute();
    if (limit.isEmpty()) {
      return new Verdict.Unlimited();
    }
    Window window = window(caller, limit.getAsInt());
    boolean spent = window.take();
    Budget budget = budget(window);
    return spent ? new Verdict.Allowed(budget) : new Verdict.Refused(budget);
  }

  @Override
  public Verdict look(Caller caller) {
    OptionalInt limit = caller.callsPerMinute();
    return limit.isEmpty()
        ? new Verdict.Unlimited()
        : new Verdict.Allowed(budget(window(caller, limit.getAsInt())));
  }

  @Override
  public Optional<Duration> wrongToken(String clientAddress) {
    Window window =
        wrongTokens.get(
            Networks.neighbourhood(clientAddress), _ -> new Window(WRONG_TOKENS, clock));
    return window.take() ? Optional.empty() : Optional.of(window.resetIn());
  }

  private Window window(Caller caller, int limit) {
    return calls.get(new TokenLimit(caller.tokenId(), limit), _ -> new Window(limit, clock));
  }

  private Budget budget(Window window) {
    Duration resetIn = window.resetIn();
    Instant resetAt = clock.instant().plus(resetIn);
    return new Budget(window.limit(), window.remaining(), resetIn, resetAt);
  }

  private static <K> Cache<K, Window> cache(long most) {
    return Caffeine.newBuilder()
        .maximumSize(most)
        .expireAfterAccess(Window.LENGTH.multipliedBy(2))
        .build();
  }
}
