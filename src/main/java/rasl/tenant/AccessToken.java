package rasl.tenant;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import rasl.db.TenantId;
import rasl.http.Scope;

/**
 * A program's right to call the API, without the secret itself.
 *
 * @param callsPerMinute its rate limit; empty is unlimited
 */
public record AccessToken(
    long id,
    TenantId tenant,
    String name,
    Set<Scope> scopes,
    OptionalInt callsPerMinute,
    Instant createdAt,
    Optional<Instant> expiresAt,
    Optional<Instant> revokedAt) {
  public AccessToken {
    scopes = Set.copyOf(scopes);
  }

  /** Whether it is good for a call at this time. */
  public boolean isValidAt(Instant now) {
    return revokedAt.isEmpty() && expiresAt.map(now::isBefore).orElse(true);
  }
}
