package rasl.message.hear;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import rasl.contact.Contact;
import rasl.contact.WhatsAppUser;
import rasl.conversation.Conversation;
import rasl.db.TenantTx;
import rasl.text.Folding;
import rasl.whatsapp.Connection;
import rasl.whatsapp.receive.WhatsAppUpdate;
import rasl.whatsapp.receive.WhatsAppUpdate.Inbound;

/** The SQL of messages that were not sent by this server: by customers, or from another device. */
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
          "revoke",
          WhatsAppUpdate.CALL);

  private static final String UNSUPPORTED = "unsupported";

  /**
   * A message that is stored already.
   *
   * @param placeholder whether it stands for one that WhatsApp had not told in full
   */
  record Known(String wamid, boolean placeholder) {}

  /** Which of these are stored already. */
  List<Known> known(TenantTx tx, Collection<String> wamids) {
    return tx.query(
        "select wamid, "
            + PLACEHOLDER
            + " as placeholder from message where tenant_id = ? and wamid = any(?)",
        row -> new Known(row.getString("wamid"), row.getBoolean("placeholder")),
        WhatsAppUpdate.CALL_BEGUN,
        tx.tenantId(),
        wamids.toArray(String[]::new));
  }

  /** One of no known type, or a call that has not ended: what is told later goes before it. */
  private static final String PLACEHOLDER =
      "(type = 'unsupported' or (type = 'call' and body = ?))";

  /** The same of a message that is not stored yet. */
  static boolean isPlaceholder(Inbound message) {
    return type(message).equals(UNSUPPORTED)
        || (message.type().equals(WhatsAppUpdate.CALL)
            && message.text().equals(Optional.of(WhatsAppUpdate.CALL_BEGUN)));
  }

  /** Whose each message is, and where it belongs: in a group's thread, or its sender's. */
  record Placed(
      Map<WhatsAppUser, Contact> senders,
      Map<Long, Conversation> threads,
      Map<String, Conversation> groups) {
    Conversation thread(Inbound message) {
      return message.group().map(groups::get).orElseGet(() -> thread(message.from()));
    }

    Contact sender(WhatsAppUser from) {
      Contact sender = senders.get(from);
      if (sender == null) {
        throw new IllegalStateException("the sender is not made");
      }
      return sender;
    }

    Conversation thread(WhatsAppUser from) {
      Conversation thread = threads.get(sender(from).id());
      if (thread == null) {
        throw new IllegalStateException("the thread is not made");
      }
      return thread;
    }
  }

  private static final String INSERT =
      """
      with numbered as materialized (
        select nextval('message_id_seq') as id, input.*
        from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) as input (conversation_id, contact_id,
          type, phone, user_id, body, body_key, wamid, ref_wamid, raw, sent_at, said_at, group_id,
          ours))
      insert into message (tenant_id, id, conversation_id, contact_id, direction, type, phone,
        user_id, business_phone, body, body_key, status, wamid, ref_wamid, raw, created_at,
        updated_at, sent_at, said_at, group_id, read_at)
      select ?, id, conversation_id, contact_id, case when ours then 'outbound' else 'inbound' end,
        type, phone, user_id, ?, body, body_key, case when ours then 'sent' else 'received' end,
        wamid, ref_wamid, raw, ?, ?, sent_at, said_at, group_id,
        case when type = 'call' and not ours then sent_at end
      from numbered order by wamid
      on conflict (tenant_id, wamid) where wamid is not null do nothing
      returning id, wamid
      """;

  /**
   * Stores messages, with ids in their own order; gives the ids, by wamid, of those that were not
   * stored by anyone else just now. They are written in the order of their wamids, so that two
   * transactions with the same messages do not deadlock.
   */
  Map<String, Long> insertAll(
      TenantTx tx, List<Inbound> messages, Placed placed, Connection connection, Instant now) {
    record Stored(long id, String wamid) {}
    List<Stored> stored =
        tx.query(
            INSERT,
            row -> new Stored(row.getLong("id"), row.getString("wamid")),
            messages.stream().map(m -> placed.thread(m).id()).toArray(Long[]::new),
            messages.stream().map(m -> placed.sender(m.from()).id()).toArray(Long[]::new),
            messages.stream().map(InboundStore::type).toArray(String[]::new),
            messages.stream().map(m -> orNull(m.from().phone())).toArray(String[]::new),
            messages.stream().map(m -> orNull(m.from().userId())).toArray(String[]::new),
            messages.stream().map(m -> m.text().orElse(null)).toArray(String[]::new),
            messages.stream()
                .map(m -> m.text().map(Folding::key).orElse(null))
                .toArray(String[]::new),
            messages.stream().map(Inbound::wamid).toArray(String[]::new),
            messages.stream().map(m -> m.refersTo().orElse(null)).toArray(String[]::new),
            messages.stream().map(Inbound::raw).toArray(String[]::new),
            messages.stream().map(Inbound::at).toArray(Instant[]::new),
            messages.stream().map(m -> saidAt(m, now)).toArray(Instant[]::new),
            messages.stream().map(m -> m.group().orElse(null)).toArray(String[]::new),
            messages.stream().map(Inbound::ours).toArray(Boolean[]::new),
            tx.tenantId(),
            connection.displayPhoneNumber(),
            now,
            now);
    return stored.stream().collect(Collectors.toMap(Stored::wamid, Stored::id));
  }

  /**
   * A message's place in its thread. WhatsApp tells whole seconds: what arrives within that second
   * stands where it arrived, so that it stays behind what was said before.
   */
  static Instant saidAt(Inbound message, Instant now) {
    Instant latest = message.at().truncatedTo(ChronoUnit.SECONDS).plusMillis(999);
    return now.isBefore(latest) ? now : latest;
  }

  /**
   * What was replaced.
   *
   * @param hasToBeRead whether people had read it as it was, and have to read what it is now
   */
  record Replaced(long id, String wamid, boolean hasToBeRead) {}

  private static final String REPLACE =
      """
      with known as (
        select id, read_at is not null as was_read from message
        where tenant_id = ? and wamid = any(?) and %s
        order by id for update)
      update message set type = input.type, body = input.body,
        body_key = input.body_key, ref_wamid = input.ref_wamid,
        raw = input.raw, updated_at = ?,
        read_at = case when input.type = 'call' or direction = 'outbound' then read_at end
      from known cross join unnest(?, ?, ?, ?, ?, ?)
        as input (wamid, type, body, body_key, ref_wamid, raw)
      where message.tenant_id = ? and message.id = known.id and message.wamid = input.wamid
      returning message.id, message.wamid, known.was_read and message.type <> 'call'
        and message.direction = 'inbound' as has_to_be_read
      """
          .formatted(PLACEHOLDER);

  /** Puts messages in the place of their placeholders; each counts as unread again. */
  List<Replaced> replaceAll(TenantTx tx, List<Inbound> messages, Instant now) {
    return tx.query(
        REPLACE,
        row ->
            new Replaced(
                row.getLong("id"), row.getString("wamid"), row.getBoolean("has_to_be_read")),
        tx.tenantId(),
        messages.stream().map(Inbound::wamid).toArray(String[]::new),
        WhatsAppUpdate.CALL_BEGUN,
        now,
        messages.stream().map(Inbound::wamid).toArray(String[]::new),
        messages.stream().map(InboundStore::type).toArray(String[]::new),
        messages.stream().map(m -> m.text().orElse(null)).toArray(String[]::new),
        messages.stream().map(m -> m.text().map(Folding::key).orElse(null)).toArray(String[]::new),
        messages.stream().map(m -> m.refersTo().orElse(null)).toArray(String[]::new),
        messages.stream().map(Inbound::raw).toArray(String[]::new),
        tx.tenantId());
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private static String type(Inbound message) {
    return TYPES.contains(message.type()) ? message.type() : UNSUPPORTED;
  }

  /**
   * An answer that this server gives by itself.
   *
   * @param to the contact's digits, or the user id where WhatsApp hides them
   */
  record Reply(long thread, long contact, WhatsAppUser to, String text) {}

  /** Stores answers as messages to be sent. */
  void insertReplies(
      TenantTx tx, List<Long> ids, List<Reply> replies, Connection connection, Instant now) {
    tx.update(
        """
        insert into message (tenant_id, id, conversation_id, contact_id, direction, type, phone,
          user_id, business_phone, body, body_key, acknowledges, status, created_at, updated_at,
          said_at)
        select ?, id, conversation_id, contact_id, 'outbound', 'text', phone, user_id, ?, body,
          body_key, true, 'queued', ?, ?, ?
        from unnest(?, ?, ?, ?, ?, ?, ?)
          as input (id, conversation_id, contact_id, phone, user_id, body, body_key)
        """,
        tx.tenantId(),
        connection.displayPhoneNumber(),
        now,
        now,
        now,
        ids.toArray(Long[]::new),
        replies.stream().map(Reply::thread).toArray(Long[]::new),
        replies.stream().map(Reply::contact).toArray(Long[]::new),
        replies.stream().map(reply -> orNull(reply.to().phone())).toArray(String[]::new),
        replies.stream().map(reply -> orNull(reply.to().userId())).toArray(String[]::new),
        replies.stream().map(Reply::text).toArray(String[]::new),
        replies.stream().map(reply -> Folding.key(reply.text())).toArray(String[]::new));
  }
}
