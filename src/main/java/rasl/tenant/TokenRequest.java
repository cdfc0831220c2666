package rasl.tenant;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import rasl.config.Network;
import rasl.http.Fields;
import rasl.http.Networks;
import rasl.http.Scope;

/** Reads the body that wants a token, within what its caller may give. */
final class TokenRequest {
  private static final int LONGEST_NAME = 255;
  private static final int MOST_NETWORKS = 50;
  private static final int LONGEST_NETWORK = 60;
  private static final int DEFAULT_CALLS = 60;
  private static final int MOST_CALLS = 1_000_000;

  private final Fields fields;
  private final TokenBounds bounds;
  private final Instant now;

  TokenRequest(Fields fields, TokenBounds bounds, Instant now) {
    this.fields = fields;
    this.bounds = bounds;
    this.now = now;
  }

  /** The token that is wanted; refuses what is wrong, or beyond the caller's own. */
  NewToken read() {
    String name = fields.requiredText("name", LONGEST_NAME);
    List<String> texts = fields.texts("scopes", Scope.values().length + 1, LONGEST_NETWORK);
    boolean all = texts.equals(List.of(TokenStore.ALL));
    Set<Scope> scopes = all ? EnumSet.allOf(Scope.class) : scopes(texts);
    OptionalInt calls = calls();
    Optional<Instant> end = end();
    List<Network> networks = networks();
    boolean bot = fields.bool("bot").orElse(bounds.bot());
    if (bounds.bot() && !bot) {
      fields.fault("bot", "must be true: the caller's own token is a bot's.");
    }
    NewToken token =
        fields.orRefuse(
            () -> new NewToken(name, scopes, all, calls, end, new Networks(networks), bot));
    scopes.stream()
        .filter(scope -> !bounds.scopes().contains(scope))
        .findFirst()
        .ifPresent(
            scope -> {
              throw bounds.caller().lacks(scope);
            });
    return token;
  }

  private Set<Scope> scopes(List<String> texts) {
    if (texts.isEmpty()) {
      fields.fault("scopes", "must be a list of scopes, or [\"all\"].");
    }
    var scopes = EnumSet.noneOf(Scope.class);
    for (int i = 0; i < texts.size(); i++) {
      Optional<Scope> scope = Scope.parse(texts.get(i));
      if (scope.isPresent()) {
        scopes.add(scope.get());
      } else {
        fields.fault("scopes." + i, "There is no such scope.");
      }
    }
    return scopes;
  }

  private OptionalInt calls() {
    Optional<Long> given = fields.integer("rate_limit_per_minute", -1, MOST_CALLS);
    if (given.isEmpty()) {
      return OptionalInt.of(Math.min(DEFAULT_CALLS, bounds.most().orElse(DEFAULT_CALLS)));
    }
    if (given.get() == 0) {
      fields.fault("rate_limit_per_minute", "must be at least 1, or -1 for unlimited.");
    }
    OptionalInt calls =
        given.get() < 0 ? OptionalInt.empty() : OptionalInt.of(given.get().intValue());
    if (!bounds.allowsCalls(calls)) {
      fields.fault(
          "rate_limit_per_minute",
          "must be at most " + bounds.most().orElseThrow() + ": the plan's or the caller's own.");
    }
    return calls;
  }

  private Optional<Instant> end() {
    if (!fields.has("expires_at")) {
      return bounds.expiresAt();
    }
    Optional<Instant> end = fields.text("expires_at", LONGEST_NETWORK).flatMap(this::time);
    if (end.filter(at -> !at.isAfter(now)).isPresent()) {
      fields.fault("expires_at", "must be in the future.");
    } else if (!fields.isFaulty("expires_at") && !bounds.allowsEnd(end)) {
      fields.fault("expires_at", "must be no later than the end of the caller's own token.");
    }
    return end;
  }

  private Optional<Instant> time(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException _) {
      fields.fault("expires_at", "must be ISO 8601 with an offset, such as 2030-01-01T00:00:00Z.");
      return Optional.empty();
    }
  }

  private List<Network> networks() {
    if (!fields.has("networks")) {
      return bounds.networks().networks();
    }
    var networks = new ArrayList<Network>();
    List<String> texts = fields.texts("networks", MOST_NETWORKS, LONGEST_NETWORK);
    for (int i = 0; i < texts.size(); i++) {
      Optional<Network> network = Network.parse(texts.get(i));
      if (network.isPresent()) {
        networks.add(network.get());
      } else {
        fields.fault("networks." + i, "must be a network such as 203.0.113.0/24.");
      }
    }
    if (!bounds.allowsNetworks(networks)) {
      fields.fault("networks", "must be within those of the caller's own token.");
    }
    return networks;
  }
}
