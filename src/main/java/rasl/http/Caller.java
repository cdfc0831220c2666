package rasl.http;

import java.util.OptionalInt;
import java.util.Set;
import rasl.db.TenantId;

/**
 * Who calls: the tenant and the rights of a valid token. A handler that takes a caller has a
 * checked one in hand.
 *
 * @param tokenId {@link #SERVER} for the server itself
 * @param callsPerMinute the token's own rate limit; empty for an unlimited token
 */
public record Caller(TenantId tenant, long tokenId, Set<Scope> scopes, OptionalInt callsPerMinute) {
  /** The id of no token: the server's check of itself. */
  public static final long SERVER = 0;

  public Caller {
    scopes = Set.copyOf(scopes);
  }
}
