package rasl.member;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.audit.State;
import rasl.http.Role;

/**
 * Someone who works for a tenant.
 *
 * @param personId the account; null for whom contacts can be assigned to but who cannot sign in
 * @param suspendedAt since when the member may do nothing
 */
record TeamMember(
    long id,
    @Nullable Long personId,
    String name,
    String email,
    Role role,
    Optional<Instant> suspendedAt,
    Instant createdAt,
    Instant updatedAt) {

  /** Whether the tenant has an owner in this member. */
  boolean isActingOwner() {
    return role == Role.OWNER && suspendedAt.isEmpty() && personId != null;
  }

  TeamMember with(Role newRole, boolean suspended, Instant now) {
    Optional<Instant> since = suspended ? suspendedAt.or(() -> Optional.of(now)) : Optional.empty();
    return new TeamMember(id, personId, name, email, newRole, since, createdAt, now);
  }

  MemberView view() {
    return new MemberView(
        id, name, email, role.text(), suspendedAt.isPresent(), createdAt, updatedAt);
  }

  /** What the audit tells of it. */
  State state() {
    return State.of(
        Map.of(
            "name",
            name,
            "email",
            email,
            "role",
            role.text(),
            "is_suspended",
            suspendedAt.isPresent()));
  }

  /** A member as answers and events show it. */
  record MemberView(
      long id,
      String name,
      String email,
      String role,
      boolean isSuspended,
      Instant createdAt,
      Instant updatedAt) {}
}
