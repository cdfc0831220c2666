package rasl.media;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rasl.db.TenantTx;
import rasl.whatsapp.receive.InboundMedia;

/** The SQL of files that customers sent, until they are fetched or given up. */
final class InboundFileStore {

  /** Notes the files of messages, by their ids. */
  void insertAll(TenantTx tx, Map<Long, InboundMedia> files, Instant now) {
    List<InboundMedia> media = List.copyOf(files.values());
    tx.update(
        """
        insert into inbound_media (tenant_id, message_id, kind, media_id, mime_type, sha256,
          filename, caption, voice, received_at)
        select ?, message_id, kind, media_id, mime_type, sha256, filename, caption, voice, ?
        from unnest(?, ?, ?, ?, ?, ?, ?, ?) as input (message_id, kind, media_id, mime_type,
          sha256, filename, caption, voice)
        """,
        tx.tenantId(),
        now,
        files.keySet().toArray(Long[]::new),
        media.stream().map(InboundMedia::kind).toArray(String[]::new),
        media.stream().map(InboundMedia::mediaId).toArray(String[]::new),
        media.stream().map(InboundMedia::mimeType).toArray(String[]::new),
        media.stream().map(InboundMedia::sha256).toArray(String[]::new),
        media.stream().map(InboundMedia::filename).toArray(String[]::new),
        media.stream().map(InboundMedia::caption).toArray(String[]::new),
        media.stream().map(InboundMedia::voice).toArray(Boolean[]::new));
  }

  /** The file of a message, where it still has to be fetched. */
  Optional<ExpectedFile> waiting(TenantTx tx, long message) {
    return tx.first(
        """
        select message_id, kind, media_id, mime_type, sha256, filename, caption, voice,
          received_at, failures, refusals, coalesce(failure, '') as failure
        from inbound_media where tenant_id = ? and message_id = ? and state = 'waiting'
        """,
        InboundFileStore::read,
        tx.tenantId(),
        message);
  }

  private static ExpectedFile read(ResultSet row) throws SQLException {
    return new ExpectedFile(
        row.getLong("message_id"),
        new InboundMedia(
            row.getString("kind"),
            row.getString("media_id"),
            row.getString("mime_type"),
            row.getString("sha256"),
            row.getString("filename"),
            row.getString("caption"),
            row.getBoolean("voice")),
        row.getObject("received_at", OffsetDateTime.class).toInstant(),
        row.getInt("failures"),
        row.getInt("refusals"),
        row.getString("failure"));
  }

  /** Notes that an attempt did not get it. */
  void failedOnce(TenantTx tx, long message, boolean refused, String why) {
    tx.update(
        """
        update inbound_media set failures = failures + 1, refusals = refusals + ?, failure = ?
        where tenant_id = ? and message_id = ? and state = 'waiting'
        """,
        refused ? 1 : 0,
        why,
        tx.tenantId(),
        message);
  }

  void stored(TenantTx tx, long message) {
    tx.update(
        """
        update inbound_media set state = 'stored', failure = null
        where tenant_id = ? and message_id = ?
        """,
        tx.tenantId(),
        message);
  }

  /** Gives it up; false where that, or its fetching, was done already. */
  boolean givenUp(TenantTx tx, long message, String why) {
    return tx.update(
            """
            update inbound_media set state = 'failed', failure = ?
            where tenant_id = ? and message_id = ? and state = 'waiting'
            """,
            why,
            tx.tenantId(),
            message)
        == 1;
  }
}
