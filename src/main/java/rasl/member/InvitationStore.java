package rasl.member;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.db.TenantTx;
import rasl.http.PlainText;
import rasl.http.Role;

/** The SQL of open invitations; one that was used, withdrawn or replaced is deleted. */
final class InvitationStore {
  private static final String COLUMNS =
      "id, email, role, first_only, invited_by, created_at, expires_at";

  /**
   * What an invitation is made of.
   *
   * @param email null for whoever has the link
   */
  record New(
      @Nullable String email,
      Role role,
      boolean firstOnly,
      @Nullable Long invitedBy,
      Instant createdAt,
      Instant expiresAt) {}

  Invitation insert(TenantTx tx, New invitation, byte[] sha256) {
    @Nullable String email = invitation.email();
    return tx.first(
            """
            insert into invitation (tenant_id, sha256, email, email_key, role, first_only,
              invited_by, created_at, expires_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            returning %s
            """
                .formatted(COLUMNS),
            InvitationStore::read,
            tx.tenantId(),
            sha256,
            email,
            email == null ? null : PlainText.folded(email),
            invitation.role().text(),
            invitation.firstOnly(),
            invitation.invitedBy(),
            invitation.createdAt(),
            invitation.expiresAt())
        .orElseThrow();
  }

  List<Invitation> list(TenantTx tx, Instant now) {
    return tx.query(
        """
        select %s from invitation where tenant_id = ? and expires_at > ? order by id desc
        """
            .formatted(COLUMNS),
        InvitationStore::read,
        tx.tenantId(),
        now);
  }

  /** One that is good; with a lock nobody else uses it until the transaction ends. */
  Optional<Invitation> find(TenantTx tx, byte[] sha256, Instant now, boolean lock) {
    return tx.first(
        "select %s from invitation where tenant_id = ? and sha256 = ? and expires_at > ?%s"
            .formatted(COLUMNS, lock ? " for update" : ""),
        InvitationStore::read,
        tx.tenantId(),
        sha256,
        now);
  }

  Optional<Invitation> lock(TenantTx tx, long id) {
    return tx.first(
        "select %s from invitation where tenant_id = ? and id = ? for update".formatted(COLUMNS),
        InvitationStore::read,
        tx.tenantId(),
        id);
  }

  void delete(TenantTx tx, long id) {
    tx.update("delete from invitation where tenant_id = ? and id = ?", tx.tenantId(), id);
  }

  void deleteExpired(TenantTx tx, Instant now) {
    tx.update("delete from invitation where tenant_id = ? and expires_at <= ?", tx.tenantId(), now);
  }

  /** Deletes those for an e-mail, so that the newest link alone is good. */
  void deleteFor(TenantTx tx, String email) {
    tx.update(
        "delete from invitation where tenant_id = ? and email_key = ?",
        tx.tenantId(),
        PlainText.folded(email));
  }

  void deleteFirstOnly(TenantTx tx) {
    tx.update("delete from invitation where tenant_id = ? and first_only", tx.tenantId());
  }

  /** Withdraws what a member has invited, who may no longer be entitled to it. */
  void withdrawOf(TenantTx tx, long member) {
    tx.update(
        "delete from invitation where tenant_id = ? and invited_by = ?", tx.tenantId(), member);
  }

  private static Invitation read(ResultSet row) throws SQLException {
    return new Invitation(
        row.getLong("id"),
        row.getString("email"),
        Role.parse(row.getString("role")).orElseThrow(),
        row.getBoolean("first_only"),
        row.getObject("invited_by", Long.class),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("expires_at", OffsetDateTime.class).toInstant());
  }
}
