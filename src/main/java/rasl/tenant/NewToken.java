package rasl.tenant;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rasl.audit.State;
import rasl.http.Scope;

/** A token to be made; see {@link AccessToken}. */
public record NewToken(
    String name, Set<Scope> scopes, OptionalInt callsPerMinute, Optional<Instant> expiresAt) {
  public NewToken {
    scopes = Set.copyOf(scopes);
  }

  /** What the audit tells of it. */
  State state() {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("name", name);
    fields.put("scopes", scopes.stream().map(Scope::text).sorted().toList());
    fields.put(
        "rate_limit_per_minute", callsPerMinute.isPresent() ? callsPerMinute.getAsInt() : null);
    fields.put("expires_at", expiresAt.orElse(null));
    return State.of(fields);
  }
}
