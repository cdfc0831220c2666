package rasl.tenant;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import rasl.db.TenantId;
import rasl.http.Networks;
import rasl.http.Scope;

/**
 * A program's right to call the API, without the secret itself.
 *
 * @param scopes of a token made with all: those that there are now
 * @param callsPerMinute its rate limit; empty is unlimited
 * @param lastUsedOn the day of its last call, in UTC
 * @param madeBy who made it
 */
public record AccessToken(
    long id,
    TenantId tenant,
    String name,
    Set<Scope> scopes,
    OptionalInt callsPerMinute,
    Networks networks,
    boolean bot,
    Instant createdAt,
    Optional<Instant> expiresAt,
    Optional<Instant> revokedAt,
    Optional<LocalDate> lastUsedOn,
    MadeBy madeBy) {

  /**
   * Who made a token.
   *
   * @param kind as the audit names actors
   */
  public record MadeBy(String kind, OptionalLong id) {}

  public AccessToken {
    scopes = Set.copyOf(scopes);
  }

  /** Whether it is good for a call at this time. */
  public boolean isValidAt(Instant now) {
    return revokedAt.isEmpty() && expiresAt.map(now::isBefore).orElse(true);
  }

  /** Whether it may be used from an address; without networks from any. */
  public boolean isValidFrom(String clientAddress) {
    return networks.networks().isEmpty() || networks.contains(clientAddress);
  }
}
