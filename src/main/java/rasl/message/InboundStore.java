package rasl.message;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import rasl.contact.Contact;
import rasl.conversation.Conversation;
import rasl.db.TenantTx;
import rasl.whatsapp.Connection;
import rasl.whatsapp.WhatsAppUpdate.Inbound;

/** The SQL of messages that customers sent. */
final class InboundStore {
  /** WhatsApp's types that we show under their own name. */
  private static final Set<String> TYPES =
      Set.of(
          "text",
          "image",
          "video",
          "document",
          "audio",
          "sticker",
          "location",
          "contacts",
          "reaction",
          "button",
          "interactive",
          "order",
          "system",
          "edit",
          "revoke");

  /** Which of these are stored already. */
  List<String> known(TenantTx tx, Collection<String> wamids) {
    return tx.query(
        "select wamid from message where tenant_id = ? and wamid = any(?)",
        row -> row.getString("wamid"),
        tx.tenantId(),
        wamids.toArray(String[]::new));
  }

  /**
   * Stores messages, with ids in their own order; gives the ids of those that were not stored by
   * anyone else just now. They are written in the order of their wamids, so that two transactions
   * with the same messages do not deadlock.
   */
  List<Long> insertAll(
      TenantTx tx,
      List<Inbound> messages,
      Map<String, Contact> senders,
      Map<Long, Conversation> threads,
      Connection connection,
      Instant now) {
    return tx.query(
        """
        with numbered as materialized (
          select nextval('message_id_seq') as id, input.*
          from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?) as input (conversation_id, contact_id, type,
            phone, body, wamid, ref_wamid, raw, sent_at))
        insert into message (tenant_id, id, conversation_id, contact_id, direction, type, phone,
          business_phone, body, status, wamid, ref_wamid, raw, created_at, updated_at, sent_at)
        select ?, id, conversation_id, contact_id, 'inbound', type, phone, ?, body, 'received',
          wamid, ref_wamid, raw, ?, ?, sent_at
        from numbered order by wamid
        on conflict (tenant_id, wamid) where wamid is not null do nothing
        returning id
        """,
        row -> row.getLong("id"),
        messages.stream().map(m -> thread(m.from(), senders, threads).id()).toArray(Long[]::new),
        messages.stream().map(m -> sender(m.from(), senders).id()).toArray(Long[]::new),
        messages.stream().map(InboundStore::type).toArray(String[]::new),
        messages.stream().map(Inbound::from).toArray(String[]::new),
        messages.stream().map(m -> m.text().orElse(null)).toArray(String[]::new),
        messages.stream().map(Inbound::wamid).toArray(String[]::new),
        messages.stream().map(m -> m.repliesTo().orElse(null)).toArray(String[]::new),
        messages.stream().map(Inbound::raw).toArray(String[]::new),
        messages.stream().map(Inbound::at).toArray(Instant[]::new),
        tx.tenantId(),
        connection.displayPhoneNumber(),
        now,
        now);
  }

  static Conversation thread(
      String from, Map<String, Contact> senders, Map<Long, Conversation> threads) {
    Conversation thread = threads.get(sender(from, senders).id());
    if (thread == null) {
      throw new IllegalStateException("the thread is not made");
    }
    return thread;
  }

  private static Contact sender(String from, Map<String, Contact> senders) {
    Contact sender = senders.get(from);
    if (sender == null) {
      throw new IllegalStateException("the sender is not made");
    }
    return sender;
  }

  private static String type(Inbound message) {
    return TYPES.contains(message.type()) ? message.type() : "unsupported";
  }
}
