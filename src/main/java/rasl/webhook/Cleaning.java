package rasl.webhook;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.db.TenantTx;

/** Deletes old deliveries, and those of endpoints that are gone, some in each transaction. */
final class Cleaning {
  /** How long deliveries and what was counted of them are kept. */
  private static final Duration KEPT = Duration.ofDays(30);

  /** Later than the last delivery that a replay has scheduled. */
  private static final Duration EVER = KEPT.multipliedBy(1000);

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
      for (Of of : db.inTenant(tenant, Cleaning::endpoints)) {
        Instant until = of.isThere() ? before : before.plus(EVER);
        while (db.inTenant(tenant, tx -> deleteSome(tx, of.endpoint(), until)) == AT_ONCE) {
          // Until less than a whole piece is left.
        }
      }
      db.doInTenant(tenant, tx -> deleteRest(tx, before));
    }
  }

  /** An endpoint that has deliveries, and may be gone. */
  private record Of(long endpoint, boolean isThere) {}

  /** From one endpoint to the next by the index, however many deliveries each has. */
  private static List<Of> endpoints(TenantTx tx) {
    return tx.query(
        """
        with recursive seen as (
          (select webhook_id from webhook_delivery where tenant_id = ?
           order by webhook_id limit 1)
          union all
          select (select d.webhook_id from webhook_delivery d
            where d.tenant_id = ? and d.webhook_id > seen.webhook_id
            order by d.webhook_id limit 1)
          from seen where seen.webhook_id is not null)
        select seen.webhook_id, exists (
            select from webhook w where w.tenant_id = ? and w.id = seen.webhook_id) as there
        from seen where seen.webhook_id is not null
        """,
        row -> new Of(row.getLong("webhook_id"), row.getBoolean("there")),
        tx.tenantId(),
        tx.tenantId(),
        tx.tenantId());
  }

  private static int deleteSome(TenantTx tx, long endpoint, Instant before) {
    tx.patient(Duration.ofMinutes(1));
    return tx.update(
        """
        with old as (
          select id from webhook_delivery
          where tenant_id = ? and webhook_id = ? and created_at < ? order by created_at limit ?),
        attempts as (
          delete from webhook_attempt
          where tenant_id = ? and delivery_id in (select id from old))
        delete from webhook_delivery where tenant_id = ? and id in (select id from old)
        """,
        tx.tenantId(),
        endpoint,
        before,
        AT_ONCE,
        tx.tenantId(),
        tx.tenantId());
  }

  private static void deleteRest(TenantTx tx, Instant before) {
    tx.patient(Duration.ofMinutes(1));
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
  }
}
