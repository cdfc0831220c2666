package rasl.member;

import java.util.Comparator;
import rasl.http.Caller;
import rasl.http.Principal;
import rasl.http.Role;
import rasl.refusal.Refusal;

/** Who may give and take which role: nobody gives more than he has, and only owners make owners. */
final class Authority {
  private Authority() {}

  /**
   * Refuses where the caller may not give, change or take away this role.
   *
   * @throws rasl.refusal.RefusedException {@code OwnersOnly}, or {@code InsufficientScope} with the
   *     first scope of the role that the caller lacks
   */
  static void over(Caller caller, Role role) {
    if (role == Role.OWNER && !isOwner(caller)) {
      throw new Refusal.OfPeople.OwnersOnly().thrown();
    }
    role.scopes().stream()
        .filter(scope -> !caller.scopes().contains(scope))
        .min(Comparator.naturalOrder())
        .ifPresent(
            lacking -> {
              throw caller.lacks(lacking);
            });
  }

  /** A token is nobody's role, whatever it may do. */
  private static boolean isOwner(Caller caller) {
    return caller.principal() instanceof Principal.Member member && member.role() == Role.OWNER;
  }
}
