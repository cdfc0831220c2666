package rasl.media;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import rasl.db.SystemTx;
import rasl.db.TenantTx;

/** The SQL of kept files. */
final class MediaStore {

  /** An id for a file that will be stored together with its message. */
  long nextId(TenantTx tx) {
    return tx.first("select nextval('media_id_seq') as id", row -> row.getLong("id")).orElseThrow();
  }

  /**
   * Stores a file's row.
   *
   * @return how many bytes of files the tenant has with it; empty where its message has one already
   */
  OptionalLong insert(TenantTx tx, StoredMedia media) {
    int inserted =
        tx.update(
            """
            insert into media (tenant_id, id, message_id, origin, mime_type, filename, size, sha256,
              storage_key, created_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (tenant_id, message_id) do nothing
            """,
            tx.tenantId(),
            media.id(),
            media.messageId().orElse(null),
            media.origin(),
            media.mimeType(),
            media.filename(),
            media.size(),
            media.sha256(),
            media.key(),
            media.createdAt());
    return inserted == 1 ? OptionalLong.of(count(tx, media.size())) : OptionalLong.empty();
  }

  /** Adds to what the tenant's files have; gives the sum. */
  private static long count(TenantTx tx, long bytes) {
    return tx.first(
            """
            insert into media_tally as kept (tenant_id, bytes) values (?, ?)
            on conflict (tenant_id) do update set bytes = kept.bytes + excluded.bytes
            returning bytes
            """,
            row -> row.getLong("bytes"),
            tx.tenantId(),
            bytes)
        .orElseThrow();
  }

  /** How many bytes of files the tenant has. */
  long bytes(TenantTx tx) {
    return tx.first(
            "select bytes from media_tally where tenant_id = ?",
            row -> row.getLong("bytes"),
            tx.tenantId())
        .orElse(0L);
  }

  /**
   * Adds up the tenant's files, and counts on from there.
   *
   * @return by how much the count was wrong
   */
  long recount(TenantTx tx) {
    // A transaction that stores a file now counts it after this one: this one holds the row until
    // its commit.
    long counted = count(tx, 0);
    long wrong =
        tx.first(
                "select coalesce(sum(size), 0) as bytes from media where tenant_id = ?",
                row -> row.getLong("bytes"),
                tx.tenantId())
            .map(bytes -> bytes - counted)
            .orElse(0L);
    if (wrong != 0) {
      var _ = count(tx, wrong);
    }
    return wrong;
  }

  Optional<StoredMedia> find(TenantTx tx, long id) {
    return tx.first(
        """
        select id, message_id, origin, mime_type, filename, size, sha256, storage_key, created_at
        from media where tenant_id = ? and id = ?
        """,
        MediaStore::read,
        tx.tenantId(),
        id);
  }

  private static StoredMedia read(ResultSet row) throws SQLException {
    long message = row.getLong("message_id");
    return new StoredMedia(
        row.getLong("id"),
        row.wasNull() ? Optional.empty() : Optional.of(message),
        row.getString("origin"),
        row.getString("mime_type"),
        row.getString("filename"),
        row.getLong("size"),
        row.getBytes("sha256"),
        row.getString("storage_key"),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }

  /** Which of these keys are of files that are kept. */
  List<String> known(TenantTx tx, Collection<String> keys) {
    return tx.query(
        "select storage_key from media where tenant_id = ? and storage_key = any(?)",
        row -> row.getString("storage_key"),
        tx.tenantId(),
        keys.toArray(String[]::new));
  }

  private record Forgotten(String key, long size) {}

  /** Forgets files that are no longer kept, some at a time; gives their keys. */
  List<String> forget(TenantTx tx, Optional<Instant> before, int some) {
    List<Forgotten> forgotten =
        tx.query(
            """
            delete from media where tenant_id = ? and id in (
              select media.id from media
              left join message on message.tenant_id = media.tenant_id
                and message.id = media.message_id
              where media.tenant_id = ? and (message.id is null
                or (media.created_at < ? and message.status not in ('queued', 'scheduled')))
              limit ?)
            returning storage_key, size
            """,
            row -> new Forgotten(row.getString("storage_key"), row.getLong("size")),
            tx.tenantId(),
            tx.tenantId(),
            before.orElse(Instant.EPOCH),
            some);
    if (!forgotten.isEmpty()) {
      var _ = count(tx, -forgotten.stream().mapToLong(Forgotten::size).sum());
    }
    return forgotten.stream().map(Forgotten::key).toList();
  }

  List<Long> tenants(SystemTx tx) {
    return tx.query("select id from tenant order by id", row -> row.getLong("id"));
  }
}
