package rasl.webhook;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import rasl.db.TenantTx;
import rasl.http.list.Condition;
import rasl.http.list.ListField;
import rasl.http.list.ListPage;
import rasl.http.list.ListQuery;
import rasl.http.list.ListSpec;
import rasl.http.list.Lists;

/** The SQL of ranges that are delivered again. */
final class ReplayStore {
  static final ListSpec SPEC =
      new ListSpec(
          "webhook-replays",
          "id",
          List.of(
              ListField.oneOf(
                      "status", "status", List.of(Replay.RUNNING, Replay.DONE, Replay.CANCELLED))
                  .filterable(),
              ListField.time("created_at", "created_at").sortable().filterable().notNull()),
          List.of(
              "webhook_id",
              "from",
              "to",
              "event_types",
              "delivery_status",
              "rate_per_second",
              "status",
              "progress",
              "scheduled",
              "created_at",
              "finished_at"));

  private static final String COLUMNS =
      """
      id, webhook_id, from_at, until_at, event_types, delivery_status, rate_per_second, status,
      position, last_position, scheduled, paced_to, created_at, finished_at
      """;

  /** Makes one that begins at the first event of its range, and ends at the last one of now. */
  Replay insert(TenantTx tx, long endpoint, Replay.Wish wish, long last, Instant now) {
    return tx.first(
            """
            insert into webhook_replay (tenant_id, id, webhook_id, from_at, until_at, event_types,
              delivery_status, rate_per_second, status, position, last_position, paced_to,
              created_at)
            values (?, nextval('webhook_replay_id_seq'), ?, ?, ?, ?, ?, ?, 'running', 0, ?, ?, ?)
            returning
            """
                + COLUMNS,
            ReplayStore::read,
            tx.tenantId(),
            endpoint,
            wish.from(),
            wish.until(),
            wish.types().patterns().toArray(String[]::new),
            wish.status().map(Noted.Status::text).orElse(null),
            wish.rate().isPresent() ? wish.rate().getAsInt() : null,
            last,
            now,
            now)
        .orElseThrow();
  }

  Optional<Replay> find(TenantTx tx, long endpoint, long id) {
    return tx.first(
        "select "
            + COLUMNS
            + " from webhook_replay where tenant_id = ? and webhook_id = ? and id = ?",
        ReplayStore::read,
        tx.tenantId(),
        endpoint,
        id);
  }

  ListPage<Replay> list(TenantTx tx, Lists lists, ListQuery query, long endpoint) {
    return lists.read(
        tx,
        query.within(Condition.of("tenant_id = ? and webhook_id = ?", tx.tenantId(), endpoint)),
        COLUMNS,
        "webhook_replay",
        ReplayStore::read);
  }

  /** The one that is to go on; nobody else changes it until the transaction ends. */
  Optional<Replay> lockRunning(TenantTx tx, long endpoint) {
    return tx.first(
        "select "
            + COLUMNS
            + """
             from webhook_replay where tenant_id = ? and webhook_id = ? and status = 'running'
            order by id limit 1 for update
            """,
        ReplayStore::read,
        tx.tenantId(),
        endpoint);
  }

  /** Notes how far one has come. */
  void advance(TenantTx tx, Replay now) {
    tx.update(
        """
        update webhook_replay set status = ?, position = ?, scheduled = ?, paced_to = ?,
          finished_at = ?
        where tenant_id = ? and id = ?
        """,
        now.status(),
        now.position(),
        now.scheduled(),
        now.pacedTo(),
        now.finishedAt().orElse(null),
        tx.tenantId(),
        now.id());
  }

  /** Ends one. */
  void cancel(TenantTx tx, long id, Instant now) {
    tx.update(
        """
        update webhook_replay set status = 'cancelled', finished_at = ?
        where tenant_id = ? and id = ? and status in ('running', 'done')
        """,
        now,
        tx.tenantId(),
        id);
  }

  /**
   * Takes back what one has scheduled and nobody attempted since. What had been delivered before,
   * or had failed to its last attempt, is that again.
   *
   * @return how many that were
   */
  int cancelScheduled(TenantTx tx, long id, Instant now) {
    return tx.update(
        """
        update webhook_delivery set next_at = null, finished_at = ?,
          status = case when attempts = 0 then 'cancelled'
            when last_status between 200 and 299 then 'delivered' else 'exhausted' end
        where tenant_id = ? and replay_id = ? and status = 'waiting' and round = 0
        """,
        now,
        tx.tenantId(),
        id);
  }

  /**
   * Schedules events to be delivered again, or for the first time.
   *
   * @param ids for those that have no delivery yet
   * @param times of the events, in the order of their positions
   */
  void schedule(
      TenantTx tx, Replay replay, List<Occurrence> events, List<Long> ids, List<Instant> times) {
    tx.update(
        """
        insert into webhook_delivery (tenant_id, webhook_id, replay_id, id, position, event_id,
          event_type, resource_type, resource_id, kind, status, attempts, next_at, created_at)
        select ?, ?, ?, id, position, event_id, event_type, resource_type, resource_id, 'event',
          'waiting', 0, next_at, next_at
        from unnest(?, ?, ?, ?, ?, ?, ?) as input (id, position, event_id, event_type,
          resource_type, resource_id, next_at)
        on conflict (tenant_id, webhook_id, position) where position is not null
          do update set status = 'waiting', round = 0, next_at = excluded.next_at,
            finished_at = null, replay_id = excluded.replay_id
          where webhook_delivery.status <> 'waiting'
        """,
        tx.tenantId(),
        replay.endpoint(),
        replay.id(),
        ids.subList(0, events.size()).toArray(Long[]::new),
        events.stream().map(Occurrence::position).toArray(Long[]::new),
        events.stream().map(Occurrence::id).toArray(String[]::new),
        events.stream().map(Occurrence::type).toArray(String[]::new),
        events.stream().map(Occurrence::resourceType).toArray(String[]::new),
        events.stream().map(Occurrence::resourceId).toArray(Long[]::new),
        times.toArray(Instant[]::new));
  }

  /** Which of these positions have a delivery with a status. */
  List<Long> withStatus(TenantTx tx, Replay replay, List<Long> positions, Noted.Status status) {
    return tx.query(
        """
        select position from webhook_delivery
        where tenant_id = ? and webhook_id = ? and position = any(?) and status = ?
        """,
        row -> row.getLong("position"),
        tx.tenantId(),
        replay.endpoint(),
        positions.toArray(Long[]::new),
        status.text());
  }

  private static Replay read(ResultSet row) throws SQLException {
    @Nullable String status = row.getString("delivery_status");
    int rate = row.getInt("rate_per_second");
    OptionalInt perSecond = row.wasNull() ? OptionalInt.empty() : OptionalInt.of(rate);
    return new Replay(
        row.getLong("id"),
        row.getLong("webhook_id"),
        new Replay.Wish(
            time(row, "from_at").orElseThrow(),
            time(row, "until_at").orElseThrow(),
            new EventPatterns(List.of((String[]) row.getArray("event_types").getArray())),
            Optional.ofNullable(status).flatMap(Noted.Status::parse),
            perSecond),
        row.getString("status"),
        row.getLong("position"),
        row.getLong("last_position"),
        row.getLong("scheduled"),
        time(row, "paced_to").orElseThrow(),
        time(row, "created_at").orElseThrow(),
        time(row, "finished_at"));
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
