package rasl.tenant;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import rasl.http.Scope;

/** A token to be made; see {@link AccessToken}. */
public record NewToken(
    String name, Set<Scope> scopes, OptionalInt callsPerMinute, Optional<Instant> expiresAt) {
  public NewToken {
    scopes = Set.copyOf(scopes);
  }
}
