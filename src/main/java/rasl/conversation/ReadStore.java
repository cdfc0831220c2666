package rasl.conversation;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.db.TenantTx;

/** The SQL of what people here have read. */
final class ReadStore {

  /** Locks a thread; false where there is none. */
  boolean lock(TenantTx tx, long thread) {
    return tx.first(
            "select id from conversation where tenant_id = ? and id = ? for no key update",
            row -> row.getLong("id"),
            tx.tenantId(),
            thread)
        .isPresent();
  }

  /** Marks all that the customer wrote as read, and says how many that were. */
  int markRead(TenantTx tx, long thread, Instant now) {
    return tx.update(
        """
        update message set read_at = ?
        where tenant_id = ? and conversation_id = ? and direction = 'inbound' and read_at is null
        """,
        now,
        tx.tenantId(),
        thread);
  }

  /** The customer's newest message in a thread. */
  Optional<Long> newestInbound(TenantTx tx, long thread) {
    return tx.first(
        """
        select id from message
        where tenant_id = ? and conversation_id = ? and direction = 'inbound' and type <> 'call'
        order by said_at desc, id desc limit 1
        """,
        row -> row.getLong("id"),
        tx.tenantId(),
        thread);
  }

  /**
   * Notes that people have read a thread.
   *
   * @param newest what WhatsApp is to be told of; null where the customer never wrote
   * @param typingUntil null where nobody writes
   */
  void note(
      TenantTx tx, long thread, int read, @Nullable Long newest, @Nullable Instant typingUntil) {
    tx.update(
        """
        update conversation set
          unread_count = greatest(0, unread_count - ?), read_message_id = ?, typing_until = ?
        where tenant_id = ? and id = ?
        """,
        read,
        newest,
        typingUntil,
        tx.tenantId(),
        thread);
  }

  /**
   * What WhatsApp is to be told of a thread.
   *
   * @param told whether it was told of this message before
   */
  record Telling(
      long messageId,
      String wamid,
      long connectionId,
      boolean told,
      Optional<Instant> typingUntil) {}

  Optional<Telling> telling(TenantTx tx, long thread) {
    return tx.first(
        """
        select message.id, message.wamid, conversation.connection_id,
          conversation.told_message_id is not distinct from message.id as told,
          conversation.typing_until
        from conversation
        join message on message.tenant_id = conversation.tenant_id
          and message.id = conversation.read_message_id
        where conversation.tenant_id = ? and conversation.id = ? and message.wamid is not null
        """,
        row ->
            new Telling(
                row.getLong("id"),
                row.getString("wamid"),
                row.getLong("connection_id"),
                row.getBoolean("told"),
                Optional.ofNullable(row.getObject("typing_until", OffsetDateTime.class))
                    .map(OffsetDateTime::toInstant)),
        tx.tenantId(),
        thread);
  }

  /** Notes that WhatsApp knows. */
  void told(TenantTx tx, long thread, long message) {
    tx.update(
        "update conversation set told_message_id = ? where tenant_id = ? and id = ?",
        message,
        tx.tenantId(),
        thread);
  }
}
