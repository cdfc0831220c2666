package rasl.event;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.db.TenantTx;

/** The SQL of reading a feed. */
final class FeedStore {
  static final String COLUMNS =
      """
      numbered.position, event.id, event.public_id, event.type, event.resource_type,
      event.resource_id, event.occurred_at, event.request_id, event.body, event.step,
      event.step_at, event.step_error, event.step_pricing, event.original
      """;

  List<FeedEvent> after(TenantTx tx, long position, int most) {
    return tx.query(
        "select "
            + COLUMNS
            + """
            from (
              select position, event_id from event_position
              where tenant_id = ? and position > ? order by position limit ?) as numbered
            join event on event.tenant_id = ? and event.id = numbered.event_id
            order by numbered.position
            """,
        FeedStore::read,
        tx.tenantId(),
        position,
        most,
        tx.tenantId());
  }

  /** The last position whose event is not kept any more. */
  long gone(TenantTx tx) {
    return tx.first(
            "select gone_to from event_feed where tenant_id = ?",
            row -> row.getLong("gone_to"),
            tx.tenantId())
        .orElse(0L);
  }

  long newest(TenantTx tx) {
    return tx.first(
            """
            select greatest(
              (select gone_to from event_feed where tenant_id = ?),
              (select max(position) from event_position where tenant_id = ?)) as newest
            """,
            row -> row.getLong("newest"),
            tx.tenantId(),
            tx.tenantId())
        .orElse(0L);
  }

  static FeedEvent read(ResultSet row) throws SQLException {
    return new FeedEvent(
        row.getLong("position"),
        row.getLong("id"),
        row.getString("public_id"),
        row.getString("type"),
        row.getString("resource_type"),
        row.getLong("resource_id"),
        row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
        Optional.ofNullable(row.getString("request_id")),
        Optional.ofNullable(row.getString("body")),
        Optional.ofNullable(step(row)),
        Optional.ofNullable(row.getString("original")));
  }

  private static @Nullable Step step(ResultSet row) throws SQLException {
    @Nullable String status = row.getString("step");
    return status == null
        ? null
        : new Step(
            status,
            row.getObject("step_at", OffsetDateTime.class).toInstant(),
            row.getString("step_error"),
            row.getString("step_pricing"));
  }
}
