package rasl.event;

import java.time.Instant;
import rasl.db.TenantTx;

/** The SQL of deleting events. */
final class CleaningStore {
  /** Whether the first event, and so maybe more, is older. */
  boolean hasOlder(TenantTx tx, Instant until) {
    return tx.first(
            """
            select occurred_at < ? as older from event
            where tenant_id = ? order by id limit 1
            """,
            row -> row.getBoolean("older"),
            until,
            tx.tenantId())
        .orElse(false);
  }

  /**
   * What was deleted.
   *
   * @param numbered how many of them had positions
   * @param last the last position among them; 0 where there was none
   */
  record Deleted(int events, int numbered, long last) {}

  Deleted delete(TenantTx tx, Instant until, int most) {
    return tx.first(
            """
            with old as materialized (
              select id from (
                select id, occurred_at from event
                where tenant_id = ? order by id limit ?) as first
              where occurred_at < ?),
            given as (
              delete from event_position
              where tenant_id = ? and event_id in (select id from old) returning position),
            gone as (
              delete from event where tenant_id = ? and id in (select id from old) returning id)
            select (select count(*) from gone) as events, (select count(*) from given) as numbered,
              (select coalesce(max(position), 0) from given) as last
            """,
            row -> new Deleted(row.getInt("events"), row.getInt("numbered"), row.getLong("last")),
            tx.tenantId(),
            most,
            until,
            tx.tenantId(),
            tx.tenantId())
        .orElseThrow();
  }

  void noteGone(TenantTx tx, long position) {
    tx.update(
        "update event_feed set gone_to = ? where tenant_id = ? and gone_to < ?",
        position,
        tx.tenantId(),
        position);
  }

  /** Gives a position to nothing, behind all that were given. */
  void skipOne(TenantTx tx) {
    tx.update(
        """
        update event_feed set gone_to = 1 + greatest(gone_to,
          (select coalesce(max(position), 0) from event_position where tenant_id = ?))
        where tenant_id = ?
        """,
        tx.tenantId(),
        tx.tenantId());
  }
}
