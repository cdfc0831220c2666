package rasl.media;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import rasl.db.SystemTx;
import rasl.db.TenantTx;

/** The SQL of kept files. */
final class MediaStore {

  /** An id for a file that will be stored together with its message. */
  long nextId(TenantTx tx) {
    return tx.first("select nextval('media_id_seq') as id", row -> row.getLong("id")).orElseThrow();
  }

  /** Stores a file's row; false where its message has one already. */
  boolean insert(TenantTx tx, StoredMedia media) {
    return tx.update(
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
            media.createdAt())
        == 1;
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

  /** Forgets files that are no longer kept, some at a time; gives their keys. */
  List<String> forget(TenantTx tx, Optional<Instant> before, int some) {
    return tx.query(
        """
        delete from media where tenant_id = ? and id in (
          select media.id from media
          left join message on message.tenant_id = media.tenant_id
            and message.id = media.message_id
          where media.tenant_id = ? and (message.id is null
            or (media.created_at < ? and message.status not in ('queued', 'scheduled')))
          limit ?)
        returning storage_key
        """,
        row -> row.getString("storage_key"),
        tx.tenantId(),
        tx.tenantId(),
        before.orElse(Instant.EPOCH),
        some);
  }

  List<Long> tenants(SystemTx tx) {
    return tx.query("select id from tenant order by id", row -> row.getLong("id"));
  }
}
