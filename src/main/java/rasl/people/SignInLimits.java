package rasl.people;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import rasl.http.Networks;

/**
 * How often a wrong password may be tried: by one address for one account, by one address for all,
 * and for one account by all addresses. The last never stands in the way of an address from which
 * the account was signed in to before, or strangers could keep its owner out for good. Each node
 * counts for itself.
 */
final class SignInLimits {
  static final int OF_ADDRESS_FOR_ACCOUNT = 10;
  static final int OF_ADDRESS = 100;
  static final int FOR_ACCOUNT = 50;
  static final Duration SPAN = Duration.ofMinutes(15);

  /** More push out each other, and use no more memory than this. */
  private static final long MOST = 200_000;

  private final Clock clock;
  private final Cache<Key, Count> counts =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterAccess(SPAN.multipliedBy(2)).build();

  SignInLimits(Clock clock) {
    this.clock = clock;
  }

  private record Key(String account, String address) {}

  private static final class Count {
    private final Instant since;
    private int taken;

    Count(Instant since) {
      this.since = since;
    }
  }

  /**
   * Takes one try, before the password is looked at: tries side by side are no more than their
   * number.
   *
   * @param account the e-mail that was given, whether or not anybody has it
   * @param knownThere whether the account was signed in to from this address before
   * @return how long further tries are refused; empty where this one may go on
   */
  Optional<Duration> take(String account, String clientAddress, BooleanSupplier knownThere) {
    String address = Networks.neighbourhood(clientAddress);
    return take(new Key("", address), OF_ADDRESS)
        .or(() -> take(new Key(account, address), OF_ADDRESS_FOR_ACCOUNT))
        .or(() -> take(new Key(account, ""), FOR_ACCOUNT).filter(_ -> !knownThere.getAsBoolean()));
  }

  /** As {@link #take}, of one address for all accounts. */
  Optional<Duration> takeOfAddress(String clientAddress) {
    return take(new Key("", Networks.neighbourhood(clientAddress)), OF_ADDRESS);
  }

  /** Gives back what {@link #takeOfAddress} took, once somebody was signed in. */
  void giveBackOfAddress(String clientAddress) {
    giveBack(new Key("", Networks.neighbourhood(clientAddress)));
  }

  /** Forgets what was counted against an account from an address, once it was signed in to. */
  void succeeded(String account, String clientAddress) {
    String address = Networks.neighbourhood(clientAddress);
    counts.invalidate(new Key(account, address));
    giveBack(new Key("", address));
    giveBack(new Key(account, ""));
  }

  private Optional<Duration> take(Key key, int most) {
    Instant now = clock.instant();
    Count count = counts.asMap().compute(key, (_, old) -> current(old, now));
    synchronized (count) {
      if (count.taken < most) {
        count.taken++;
        return Optional.empty();
      }
      return Optional.of(Duration.between(now, count.since.plus(SPAN)));
    }
  }

  private void giveBack(Key key) {
    Count count = counts.getIfPresent(key);
    if (count != null) {
      synchronized (count) {
        count.taken = Math.max(0, count.taken - 1);
      }
    }
  }

  private static Count current(@Nullable Count old, Instant now) {
    return old == null || !now.isBefore(old.since.plus(SPAN)) ? new Count(now) : old;
  }
}
