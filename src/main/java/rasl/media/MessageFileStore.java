package rasl.media;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rasl.db.TenantTx;

/** The SQL of files as they are shown with their messages. */
final class MessageFileStore {
  private final MediaUrls urls;

  MessageFileStore(MediaUrls urls) {
    this.urls = urls;
  }

  private record Found(long message, MessageFile file) {}

  /** The files of these messages, by message; most have none. */
  Map<Long, MessageFile> of(TenantTx tx, Collection<Long> messages) {
    var files = new HashMap<Long, MessageFile>();
    tx.query(
            """
            select asked.message_id, inbound.state, inbound.failure,
              media.id as media_id, media.size,
              coalesce(media.mime_type, inbound.mime_type) as mime_type,
              coalesce(media.filename, inbound.filename) as filename
            from unnest(?) as asked (message_id)
            left join media
              on media.tenant_id = ? and media.message_id = asked.message_id
            left join inbound_media as inbound
              on inbound.tenant_id = ? and inbound.message_id = asked.message_id
            where media.id is not null or inbound.state is not null
            """,
            row -> new Found(row.getLong("message_id"), file(tx, row)),
            messages.toArray(Long[]::new),
            tx.tenantId(),
            tx.tenantId())
        .forEach(found -> files.put(found.message(), found.file()));
    return files;
  }

  private MessageFile file(TenantTx tx, ResultSet row) throws SQLException {
    @Nullable Long media = row.getObject("media_id", Long.class);
    return new MessageFile(
        media == null ? status(row.getString("state")) : MessageFile.STORED,
        media == null ? null : urls.url(tx.tenant(), media),
        orNull(row.getString("mime_type")),
        orNull(row.getString("filename")),
        row.getObject("size", Long.class),
        row.getString("failure"));
  }

  /** The status of a file that is not here: a stored file that was deleted is {@code deleted}. */
  private static String status(String state) {
    return switch (state) {
      case "waiting" -> "fetching";
      case "failed" -> "failed";
      default -> "deleted";
    };
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
