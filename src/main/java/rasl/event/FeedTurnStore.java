package rasl.event;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import rasl.db.SystemTx;
import rasl.db.TenantId;
import rasl.db.TenantTx;

/** The SQL of numbering events. */
final class FeedTurnStore {

  /**
   * An open feed.
   *
   * @param caughtUp whether what was written before it was opened has positions
   * @param behind whether there may be events without positions
   * @param lapsed whether a reader of it has lapsed
   */
  record Open(TenantId tenant, boolean caughtUp, boolean behind, boolean lapsed) {}

  List<Open> feeds(SystemTx tx, Instant now) {
    return tx.query(
        "select tenant, caught_up, behind, lapsed from event_feeds(?)",
        row ->
            new Open(
                new TenantId(row.getLong("tenant")),
                row.getBoolean("caught_up"),
                row.getBoolean("behind"),
                row.getBoolean("lapsed")),
        now);
  }

  private static final String DRAWN =
      "(select case when is_called then last_value else 0 end from event_id_seq) as drawn";

  /** The last id of an event that was drawn. */
  long lastDrawn(SystemTx tx) {
    return tx.first("select " + DRAWN, row -> row.getLong("drawn")).orElseThrow();
  }

  /** The transactions that write events now. */
  Set<String> writers(SystemTx tx) {
    return Set.copyOf(
        tx.query(
            """
            select distinct virtualtransaction from pg_locks
            where locktype = 'relation' and relation = 'event'::regclass
              and database = (select oid from pg_database where datname = current_database())
              and mode = 'RowExclusiveLock'
            """,
            row -> row.getString("virtualtransaction")));
  }

  /**
   * A feed whose turn it is.
   *
   * @param numberedTo up to this id all events have positions
   * @param drawn the last id of an event that was drawn
   */
  record Turn(boolean caughtUp, long numberedTo, long drawn) {}

  /** Locks an open feed until the transaction ends; empty where another node has it. */
  Optional<Turn> take(TenantTx tx) {
    return lock(tx, "skip locked");
  }

  /** The same, once whoever has it is done. */
  Optional<Turn> await(TenantTx tx) {
    return lock(tx, "");
  }

  private static Optional<Turn> lock(TenantTx tx, String others) {
    return tx.first(
        "select caught_up, numbered_to, "
            + DRAWN
            + " from event_feed"
            + " where tenant_id = ? and open for no key update "
            + others,
        row ->
            new Turn(row.getBoolean("caught_up"), row.getLong("numbered_to"), row.getLong("drawn")),
        tx.tenantId());
  }

  /**
   * What one statement numbered.
   *
   * @param last the highest id among them; 0 where there was none
   */
  record Numbered(int events, long last) {}

  /**
   * Gives positions to events between two ids that have none, in the order of their ids. It sees
   * everything that was visible at one moment: where it sees the later of two events of one
   * resource, it sees the earlier one too, whose id is lower.
   *
   * <p>Whether an event has a position is asked one by one, of the index: a join might be planned
   * over all positions that were ever given.
   */
  Numbered number(TenantTx tx, long behind, long upTo, int most) {
    return tx.first(
            """
            with fresh as (
              select id from event
              where tenant_id = ? and id > ? and id <= ?
                and (select true from event_position as given
                  where given.tenant_id = ? and given.event_id = event.id) is null
              order by id limit ?),
            put as (
              insert into event_position (tenant_id, position, event_id)
              select ?, row_number() over (order by id) + coalesce(greatest(
                  (select gone_to from event_feed where tenant_id = ?),
                  (select max(position) from event_position where tenant_id = ?)), 0), id
              from fresh
              returning event_id)
            select count(*) as events, coalesce(max(event_id), 0) as last from put
            """,
            row -> new Numbered(row.getInt("events"), row.getLong("last")),
            tx.tenantId(),
            behind,
            upTo,
            tx.tenantId(),
            most,
            tx.tenantId(),
            tx.tenantId(),
            tx.tenantId())
        .orElseThrow();
  }

  void note(TenantTx tx, long numberedTo, boolean caughtUp) {
    tx.update(
        """
        update event_feed set numbered_to = greatest(numbered_to, ?), caught_up = ?
        where tenant_id = ?
        """,
        numberedTo,
        caughtUp,
        tx.tenantId());
  }
}
