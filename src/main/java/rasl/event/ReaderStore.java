package rasl.event;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import rasl.db.TenantTx;

/** The SQL of the readers of feeds. */
final class ReaderStore {
  /** A kind of reader that is nobody: somebody was there, and may come back. */
  static final String LINGERING = "lingering";

  void put(TenantTx tx, String kind, String id, boolean statuses, Optional<Instant> until) {
    tx.update(
        """
        insert into event_reader (tenant_id, kind, id, statuses, opened_at_event, until)
        values (?, ?, ?, ?,
          (select case when is_called then last_value else 0 end from event_id_seq), ?)
        on conflict (tenant_id, kind, id)
          do update set statuses = excluded.statuses, until = excluded.until
        """,
        tx.tenantId(),
        kind,
        id,
        statuses,
        until.orElse(null));
  }

  void remove(TenantTx tx, String kind, String id) {
    tx.update(
        "delete from event_reader where tenant_id = ? and kind = ? and id = ?",
        tx.tenantId(),
        kind,
        id);
  }

  void removeLapsed(TenantTx tx, Instant now) {
    tx.update("delete from event_reader where tenant_id = ? and until <= ?", tx.tenantId(), now);
  }

  /** Locks the feed's row, so that what follows sees every reader that came before. */
  void lockFeed(TenantTx tx) {
    List<Boolean> _ =
        tx.query(
            "select open from event_feed where tenant_id = ? for no key update",
            row -> row.getBoolean("open"),
            tx.tenantId());
  }

  /** The row is locked by this even where it is open already, until the reader is there to see. */
  void open(TenantTx tx) {
    tx.update(
        """
        insert into event_feed (tenant_id, open, caught_up, numbered_to, gone_to)
        values (?, true, false, 0, 0)
        on conflict (tenant_id) do update set open = true, caught_up = false
          where not event_feed.open
        """,
        tx.tenantId());
  }

  void closeUnread(TenantTx tx) {
    tx.update(
        """
        update event_feed set open = false
        where tenant_id = ? and open
          and not exists (select from event_reader where event_reader.tenant_id = ?)
        """,
        tx.tenantId(),
        tx.tenantId());
  }

  boolean isCaughtUp(TenantTx tx) {
    return tx.first(
            "select open and caught_up as done from event_feed where tenant_id = ?",
            row -> row.getBoolean("done"),
            tx.tenantId())
        .orElse(false);
  }

  boolean readStatuses(TenantTx tx) {
    return !tx.query(
            "select true as there from event_reader where tenant_id = ? and statuses limit 1",
            row -> row.getBoolean("there"),
            tx.tenantId())
        .isEmpty();
  }

  int count(TenantTx tx, String kind, Instant now) {
    return tx.first(
            """
            select count(*) as number from event_reader
            where tenant_id = ? and kind = ? and (until is null or until > ?)
            """,
            row -> row.getInt("number"),
            tx.tenantId(),
            kind,
            now)
        .orElse(0);
  }

  boolean lingers(TenantTx tx, Instant atLeastUntil) {
    return tx.first(
            "select until from event_reader where tenant_id = ? and kind = ? and until >= ?",
            row -> true,
            tx.tenantId(),
            LINGERING,
            atLeastUntil)
        .isPresent();
  }

  /**
   * Events that were being written when the reader came may have been numbered behind some that
   * were written later; so the beginning is before the first of the later ones.
   */
  OptionalLong start(TenantTx tx, String kind, String id) {
    if (!isCaughtUp(tx)) {
      return OptionalLong.empty();
    }
    return tx.first(
            """
            select coalesce(
              (select min(position) - 1 from event_position
                where tenant_id = ? and event_id > opened_at_event),
              greatest(
                (select gone_to from event_feed where tenant_id = ?),
                (select max(position) from event_position where tenant_id = ?)),
              0) as start
            from event_reader where tenant_id = ? and kind = ? and id = ?
            """,
            row -> OptionalLong.of(row.getLong("start")),
            tx.tenantId(),
            tx.tenantId(),
            tx.tenantId(),
            tx.tenantId(),
            kind,
            id)
        .orElseGet(OptionalLong::empty);
  }
}
