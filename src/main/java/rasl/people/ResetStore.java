package rasl.people;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.db.SystemTx;

/** The SQL of one-time links that set a new password. */
final class ResetStore {
  /**
   * A link that was made.
   *
   * @param issuingTenant whose owner made it; null for the command line and operators
   */
  record Reset(long personId, @Nullable Long issuingTenant) {}

  /** Makes one, in place of the person's earlier one. */
  void put(SystemTx tx, Reset reset, byte[] sha256, Instant expiresAt) {
    tx.update(
        """
        insert into password_reset (person_id, sha256, issuing_account, expires_at)
        values (?, ?, ?, ?)
        on conflict (person_id) do update set sha256 = excluded.sha256,
          issuing_account = excluded.issuing_account, expires_at = excluded.expires_at
        """,
        reset.personId(),
        sha256,
        reset.issuingTenant(),
        expiresAt);
  }

  /** One that is good. */
  Optional<Reset> find(SystemTx tx, byte[] sha256, Instant now) {
    return tx.first(
        """
        select person_id, issuing_account from password_reset where sha256 = ? and expires_at > ?
        """,
        row -> new Reset(row.getLong("person_id"), row.getObject("issuing_account", Long.class)),
        sha256,
        now);
  }

  void delete(SystemTx tx, long person) {
    tx.update("delete from password_reset where person_id = ?", person);
  }
}
