package rasl.tenant;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import rasl.config.Network;
import rasl.http.Caller;
import rasl.http.Networks;
import rasl.http.Scope;

/**
 * What a caller may give a token that it makes: nothing beyond its own. A member is bound by the
 * role, and everybody by the plan.
 *
 * @param caller who makes it
 * @param most calls a minute; empty is unlimited
 * @param expiresAt the token must end by then
 * @param networks it may be used from these at most; none: from anywhere
 * @param bot whether it must be a bot's
 */
record TokenBounds(
    Caller caller,
    Set<Scope> scopes,
    OptionalInt most,
    Optional<Instant> expiresAt,
    Networks networks,
    boolean bot) {

  TokenBounds {
    scopes = Set.copyOf(scopes);
  }

  /**
   * The bounds of a caller.
   *
   * @param own the caller's token; empty for a member
   * @param plan the most calls a minute of the plan
   */
  static TokenBounds of(Caller caller, Optional<AccessToken> own, OptionalInt plan) {
    return own.map(
            token ->
                new TokenBounds(
                    caller,
                    token.scopes(),
                    lower(token.callsPerMinute(), plan),
                    token.expiresAt(),
                    token.networks(),
                    token.bot()))
        .orElseGet(
            () ->
                new TokenBounds(
                    caller, caller.scopes(), plan, Optional.empty(), Networks.NONE, false));
  }

  private static OptionalInt lower(OptionalInt one, OptionalInt other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isPresent() ? one : other;
    }
    return OptionalInt.of(Math.min(one.getAsInt(), other.getAsInt()));
  }

  /** Whether so many calls a minute are within bounds; empty is unlimited. */
  boolean allowsCalls(OptionalInt calls) {
    return most.isEmpty() || (calls.isPresent() && calls.getAsInt() <= most.getAsInt());
  }

  boolean allowsEnd(Optional<Instant> end) {
    return expiresAt.isEmpty() || (end.isPresent() && !end.get().isAfter(expiresAt.get()));
  }

  boolean allowsNetworks(List<Network> wanted) {
    return networks.networks().isEmpty()
        || (!wanted.isEmpty() && wanted.stream().allMatch(this::isWithin));
  }

  private boolean isWithin(Network wanted) {
    return networks.networks().stream()
        .anyMatch(own -> own.prefix() <= wanted.prefix() && own.contains(wanted.address()));
  }
}
