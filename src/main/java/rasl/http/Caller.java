package rasl.http;

import java.util.OptionalInt;
import java.util.Set;
import rasl.db.TenantId;
import rasl.refusal.Refusal;
import rasl.refusal.RefusedException;

/**
 * Who calls, and for which tenant: the holder of a valid token, or a member who signed in. A
 * handler that takes a caller has a checked one in hand.
 *
 * @param principal who acts
 * @param scopes the token's, or those of the member's role
 * @param callsPerMinute the rate limit; empty for an unlimited token
 */
public record Caller(
    TenantId tenant, Principal principal, Set<Scope> scopes, OptionalInt callsPerMinute) {
  public Caller {
    scopes = Set.copyOf(scopes);
  }

  /** The refusal of what takes a scope that the caller lacks. */
  public RefusedException lacks(Scope scope) {
    return new Refusal.InsufficientScope(
            scope.text(),
            principal instanceof Principal.Member
                ? Refusal.InsufficientScope.Where.ROLE
                : Refusal.InsufficientScope.Where.TOKEN)
        .thrown();
  }

  /** A member who signed in: the rights of the role, and the rate limit of the session. */
  public static Caller member(TenantId tenant, Principal.Member member) {
    return new Caller(
        tenant, member, member.role().scopes(), OptionalInt.of(member.person().callsPerMinute()));
  }
}
