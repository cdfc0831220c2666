package rasl.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import rasl.http.Networks;

/**
 * Counts wrong guesses at a secret by the addresses that they come from, over the last minute.
 * Those who know the secret are never refused for others who do not.
 */
public final class WrongGuesses {
  private static final int MOST = 30;

  /** An attacker's addresses push out each other, and use no more memory than this. */
  private static final long MOST_ADDRESSES = 100_000;

  private final Clock clock;
  private final Cache<String, SlidingMinute> minutes =
      Caffeine.newBuilder()
          .maximumSize(MOST_ADDRESSES)
          .expireAfterAccess(SlidingMinute.LENGTH.multipliedBy(2))
          .build();

  public WrongGuesses(Clock clock) {
    this.clock = clock;
  }

  /**
   * Counts one.
   *
   * @param clientAddress an IPv6 address counts as its network of 64 bits
   * @return how long further ones of that address are refused; empty while they are few
   */
  public Optional<Duration> count(String clientAddress) {
    SlidingMinute minute =
        minutes.get(Networks.neighbourhood(clientAddress), _ -> new SlidingMinute(clock));
    return minute.take(MOST) ? Optional.empty() : Optional.of(minute.nextIn());
  }
}
