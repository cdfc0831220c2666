package rasl.shop.work;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.db.TenantTx;

/** Deletes old events, and those of shops that are gone, some in each transaction. */
final class Cleaning {
  /** How long payloads are kept. */
  static final Duration KEPT = Duration.ofDays(30);

  private static final int AT_ONCE = 1000;

  private final Db db;
  private final Clock clock;

  Cleaning(Db db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  void clean() {
    Instant now = clock.instant();
    for (TenantId tenant :
        db.inSystem(
            tx -> tx.query("select id from tenant", row -> new TenantId(row.getLong("id"))))) {
      while (db.inTenant(tenant, tx -> deleteSome(tx, now)) == AT_ONCE) {
        // Until less than a whole piece is left.
      }
    }
  }

  private static int deleteSome(TenantTx tx, Instant now) {
    tx.patient(Duration.ofMinutes(1));
    int deliveries = deleteDeliveries(tx, now);
    return Math.max(deliveries, deleteEvents(tx, now.minus(KEPT)));
  }

  private static int deleteDeliveries(TenantTx tx, Instant now) {
    return tx.update(
        """
        delete from shop_delivery
        where tenant_id = ? and (shop_id, fingerprint) in (
          select d.shop_id, d.fingerprint from shop_delivery d
          where d.tenant_id = ? and (d.known_until < ?
            or not exists (select from shop s where s.tenant_id = ? and s.id = d.shop_id))
          limit ?)
        """,
        tx.tenantId(),
        tx.tenantId(),
        now,
        tx.tenantId(),
        AT_ONCE);
  }

  private static int deleteEvents(TenantTx tx, Instant before) {
    return tx.update(
        """
        delete from shop_event
        where tenant_id = ? and id in (
          select e.id from shop_event e
          where e.tenant_id = ? and (e.received_at < ?
            or not exists (select from shop s where s.tenant_id = ? and s.id = e.shop_id))
          limit ?)
        """,
        tx.tenantId(),
        tx.tenantId(),
        before,
        tx.tenantId(),
        AT_ONCE);
  }
}
