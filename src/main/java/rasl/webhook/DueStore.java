package rasl.webhook;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rasl.db.TenantTx;

/** The SQL of deliveries that wait. */
final class DueStore {
  private final EventSource source;

  DueStore(EventSource source) {
    this.source = source;
  }

  /** The positions behind one of which deliveries were noted already. */
  Set<Long> notedBehind(TenantTx tx, long endpoint, long position) {
    return new HashSet<>(
        tx.query(
            """
            select position from webhook_delivery
            where tenant_id = ? and webhook_id = ? and position > ?
            union
            select position from (
              select unnest(members) as position from webhook_delivery
              where tenant_id = ? and webhook_id = ? and kind = 'batch') as batched
            where position > ?
            """,
            row -> row.getLong("position"),
            tx.tenantId(),
            endpoint,
            position,
            tx.tenantId(),
            endpoint,
            position));
  }

  /**
   * What is to be tried again now, the oldest first.
   *
   * @param underWay deliveries that are being tried
   */
  List<Parcel> due(TenantTx tx, long endpoint, Instant now, Collection<Long> underWay, int most) {
    List<Parcel> rows =
        tx.query(
            """
            select id, position, event_id, event_type, resource_type, resource_id, kind, body,
              attempts, round
            from webhook_delivery
            where tenant_id = ? and webhook_id = ? and status = 'waiting' and next_at <= ?
              and id <> all(?)
            order by next_at limit ?
            """,
            DueStore::read,
            tx.tenantId(),
            endpoint,
            now,
            underWay.toArray(Long[]::new),
            most);
    return rows.stream().flatMap(row -> whole(tx, row).stream()).toList();
  }

  /** When the next one is to be tried again. */
  Optional<Instant> next(TenantTx tx, long endpoint, Collection<Long> underWay) {
    return tx.first(
        """
        select next_at from webhook_delivery
        where tenant_id = ? and webhook_id = ? and status = 'waiting' and id <> all(?)
        order by next_at limit 1
        """,
        row -> row.getObject("next_at", OffsetDateTime.class).toInstant(),
        tx.tenantId(),
        endpoint,
        underWay.toArray(Long[]::new));
  }

  /** What the feed does not keep any more cannot be delivered. */
  private Optional<Parcel> whole(TenantTx tx, Parcel row) {
    if (row.kind() != Parcel.Kind.EVENT) {
      return Optional.of(row);
    }
    Optional<Occurrence> event =
        row.position().isPresent() ? source.at(tx, row.position().getAsLong()) : Optional.empty();
    if (event.isEmpty()) {
      tx.update(
          """
          update webhook_delivery set status = 'exhausted', next_at = null
          where tenant_id = ? and id = ? and status = 'waiting'
          """,
          tx.tenantId(),
          row.delivery().orElseThrow());
    }
    return event.map(
        found ->
            new Parcel(
                row.delivery(),
                row.position(),
                row.kind(),
                row.id(),
                row.type(),
                row.resource(),
                row.attempts(),
                row.round(),
                found.json()));
  }

  private static Parcel read(ResultSet row) throws SQLException {
    @Nullable String body = row.getString("body");
    long position = row.getLong("position");
    OptionalLong at = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(position);
    return new Parcel(
        OptionalLong.of(row.getLong("id")),
        at,
        Parcel.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
        row.getString("event_id"),
        row.getString("event_type"),
        new Occurrence.Resource(row.getString("resource_type"), row.getLong("resource_id")),
        row.getInt("attempts"),
        row.getInt("round"),
        body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8));
  }
}
