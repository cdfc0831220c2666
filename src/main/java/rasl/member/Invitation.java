package rasl.member;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rasl.audit.State;
import rasl.http.Role;

/**
 * Lets one person become a member, once.
 *
 * @param email whose account it is for; null for whoever has the link
 * @param firstOnly whether it is good only while the tenant has no owner
 * @param invitedBy the member who invited; null where a program or the command line did
 */
record Invitation(
    long id,
    @Nullable String email,
    Role role,
    boolean firstOnly,
    @Nullable Long invitedBy,
    Instant createdAt,
    Instant expiresAt) {

  InvitationView view() {
    return new InvitationView(id, email, role.text(), invitedBy, createdAt, expiresAt);
  }

  /** What the audit tells of it. */
  State state() {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("email", email);
    fields.put("role", role.text());
    fields.put("expires_at", expiresAt);
    return State.of(fields);
  }

  /** An invitation as lists show it: everything but the link. */
  record InvitationView(
      long id,
      @Nullable String email,
      String role,
      @Nullable Long invitedBy,
      Instant createdAt,
      Instant expiresAt) {}

  /** An invitation just made, with what nobody can be told again. */
  record Made(
      long id,
      @Nullable String email,
      String role,
      @Nullable Long invitedBy,
      Instant createdAt,
      Instant expiresAt,
      String token,
      String link) {
    static Made of(Invitation invitation, String token, String link) {
      return new Made(
          invitation.id,
          invitation.email,
          invitation.role.text(),
          invitation.invitedBy,
          invitation.createdAt,
          invitation.expiresAt,
          token,
          link);
    }
  }
}
