package rasl.event;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.db.TenantTx;

/** The SQL of consumers. */
final class ConsumerStore {
  /**
   * A consumer.
   *
   * @param position the last position that it has acknowledged
   * @param leasedTo the last position that it has taken; never before the acknowledged one
   * @param leasedUntil until when nobody else may take; empty where nothing is taken
   */
  record Row(
      String name,
      long position,
      long leasedTo,
      Optional<Instant> leasedUntil,
      Instant createdAt,
      Instant updatedAt) {}

  private static final String COLUMNS =
      "select name, position, leased_to, leased_until, created_at, updated_at from event_consumer ";

  List<Row> all(TenantTx tx) {
    return tx.query(
        COLUMNS + "where tenant_id = ? order by name", ConsumerStore::read, tx.tenantId());
  }

  Optional<Row> lock(TenantTx tx, String name) {
    return tx.first(
        COLUMNS + "where tenant_id = ? and name = ? for no key update",
        ConsumerStore::read,
        tx.tenantId(),
        name);
  }

  /** Makes a consumer; where somebody else just did, theirs stays. */
  void insert(TenantTx tx, String name, long position, Instant now) {
    tx.update(
        """
        insert into event_consumer (tenant_id, name, position, leased_to, created_at, updated_at)
        values (?, ?, ?, ?, ?, ?) on conflict (tenant_id, name) do nothing
        """,
        tx.tenantId(),
        name,
        position,
        position,
        now,
        now);
  }

  void put(
      TenantTx tx,
      String name,
      long position,
      long leasedTo,
      @Nullable Instant until,
      Instant now) {
    tx.update(
        """
        update event_consumer set position = ?, leased_to = ?, leased_until = ?, updated_at = ?
        where tenant_id = ? and name = ?
        """,
        position,
        leasedTo,
        until,
        now,
        tx.tenantId(),
        name);
  }

  boolean delete(TenantTx tx, String name) {
    return tx.update(
            "delete from event_consumer where tenant_id = ? and name = ?", tx.tenantId(), name)
        > 0;
  }

  private static Row read(ResultSet row) throws SQLException {
    return new Row(
        row.getString("name"),
        row.getLong("position"),
        row.getLong("leased_to"),
        Optional.ofNullable(row.getObject("leased_until", OffsetDateTime.class))
            .map(OffsetDateTime::toInstant),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("updated_at", OffsetDateTime.class).toInstant());
  }
}
