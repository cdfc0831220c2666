package rasl.whatsapp.pace;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import rasl.db.TenantTx;

/** The SQL of numbers that cannot send. */
final class HaltStore {
  /** A halt that comes sooner than this after the last one's end goes on with its pauses. */
  private static final Duration SAME_TROUBLE = Duration.ofHours(1);

  /**
   * Notes that nothing can be sent.
   *
   * @param asOf when the connection was last changed, as far as the caller knew: what WhatsApp said
   *     of an older token says nothing of a newer one
   * @return the connection's id; empty where it was known already, or is not true any more
   */
  Optional<Long> halt(TenantTx tx, Instant asOf, int code, String reason, Instant now) {
    return tx.first(
        """
        update whatsapp_connection set halted_at = ?, halt_code = ?, halt_reason = ?,
          halt_checks = case when resumed_at > ? then halt_checks else 0 end
        where tenant_id = ? and halted_at is null and disconnected_at is null
          and updated_at <= ?
        returning id
        """,
        row -> row.getLong("id"),
        now,
        code,
        reason,
        now.minus(SAME_TROUBLE),
        tx.tenantId(),
        asOf);
  }

  /**
   * Notes that it was looked whether sending works again, and does not.
   *
   * @return how often that was so; empty where it is not halted any more
   */
  Optional<Integer> stillHalted(TenantTx tx, int code, String reason) {
    return tx.first(
        """
        update whatsapp_connection set halt_checks = halt_checks + 1, halt_code = ?,
          halt_reason = ?
        where tenant_id = ? and halted_at is not null
        returning halt_checks
        """,
        row -> row.getInt("halt_checks"),
        code,
        reason,
        tx.tenantId());
  }

  /** How often it was looked in vain. */
  int checks(TenantTx tx) {
    return tx.first(
            "select halt_checks from whatsapp_connection where tenant_id = ?",
            row -> row.getInt("halt_checks"),
            tx.tenantId())
        .orElse(0);
  }

  /**
   * Notes that sending works again.
   *
   * @return the connection's id; empty where it was not halted
   */
  Optional<Long> resume(TenantTx tx, Instant now) {
    return tx.first(
        """
        update whatsapp_connection set halted_at = null, halt_code = null, halt_reason = null,
          halt_checks = halt_checks + 1, resumed_at = ?
        where tenant_id = ? and halted_at is not null
        returning id
        """,
        row -> row.getLong("id"),
        now,
        tx.tenantId());
  }
}
