package rasl.tenant;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rasl.audit.State;
import rasl.config.Network;
import rasl.http.Networks;
import rasl.http.Scope;

/**
 * A token to be made; see {@link AccessToken}.
 *
 * @param all whether it has all scopes, later ones too
 */
public record NewToken(
    String name,
    Set<Scope> scopes,
    boolean all,
    OptionalInt callsPerMinute,
    Optional<Instant> expiresAt,
    Networks networks,
    boolean bot) {
  public NewToken {
    scopes = Set.copyOf(scopes);
  }

  /** One that may be used from anywhere. */
  public NewToken(
      String name, Set<Scope> scopes, OptionalInt callsPerMinute, Optional<Instant> expiresAt) {
    this(
        name,
        scopes,
        scopes.size() == Scope.values().length,
        callsPerMinute,
        expiresAt,
        Networks.NONE,
        false);
  }

  /** The scopes as they are stored. */
  List<String> scopeTexts() {
    return all ? List.of(TokenStore.ALL) : scopes.stream().map(Scope::text).sorted().toList();
  }

  /** What the audit tells of it. */
  State state() {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("name", name);
    fields.put("scopes", scopeTexts());
    fields.put(
        "rate_limit_per_minute", callsPerMinute.isPresent() ? callsPerMinute.getAsInt() : -1);
    fields.put("expires_at", expiresAt.orElse(null));
    fields.put("networks", networks.networks().stream().map(Network::toString).toList());
    fields.put("bot", bot);
    return State.of(fields);
  }
}
