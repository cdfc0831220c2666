package rasl.webhook;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.db.TenantTx;

/** Deletes old deliveries, and those of endpoints that are gone, some in each transaction. */
final class Cleaning {
  /** How long deliveries and what was counted of them are kept. */
  private static final Duration KEPT = Duration.ofDays(30);

  private static final int AT_ONCE = 1000;

  private final Db db;
  private final Clock clock;

  Cleaning(Db db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  void clean() {
    Instant before = clock.instant().minus(KEPT);
    for (TenantId tenant :
        db.inSystem(
            tx -> tx.query("select id from tenant", row -> new TenantId(row.getLong("id"))))) {
      while (db.inTenant(tenant, tx -> deleteSome(tx, before)) == AT_ONCE) {
        // Until less than a whole piece is left.
      }
    }
  }

  private static int deleteSome(TenantTx tx, Instant before) {
    tx.patient(Duration.ofMinutes(1));
    int deleted = deleteDeliveries(tx, before);
    tx.update(
        """
        delete from webhook_hour h where h.tenant_id = ? and (h.hour < ?
          or not exists (select from webhook w where w.tenant_id = ? and w.id = h.webhook_id))
        """,
        tx.tenantId(),
        before,
        tx.tenantId());
    tx.update(
        """
        delete from webhook_replay r where r.tenant_id = ? and (r.finished_at < ?
          or not exists (select from webhook w where w.tenant_id = ? and w.id = r.webhook_id))
        """,
        tx.tenantId(),
        before,
        tx.tenantId());
    return deleted;
  }

  private static int deleteDeliveries(TenantTx tx, Instant before) {
    return tx.update(
        """
        with old as (
          select id from webhook_delivery d
          where d.tenant_id = ? and (d.created_at < ?
            or not exists (
              select from webhook w where w.tenant_id = ? and w.id = d.webhook_id))
          limit ?),
        attempts as (
          delete from webhook_attempt
          where tenant_id = ? and delivery_id in (select id from old))
        delete from webhook_delivery where tenant_id = ? and id in (select id from old)
        """,
        tx.tenantId(),
        before,
        tx.tenantId(),
        AT_ONCE,
        tx.tenantId(),
        tx.tenantId());
  }
}
