package rasl.message.read;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import rasl.contact.Phone;
import rasl.db.TenantTx;
import rasl.http.list.Condition;
import rasl.http.list.ListPage;
import rasl.http.list.ListQuery;
import rasl.http.list.Lists;
import rasl.json.Json;
import rasl.message.MessageStatus;
import rasl.message.QueuedMessage;
import rasl.whatsapp.receive.Price;
import tools.jackson.databind.JsonNode;

/** The SQL of messages as people and programs read them. */
public final class MessageListStore {
  /** What a message was sent as where it has no file of ours. */
  private static final String LINK =
      """
      case when message.type in ('image', 'video', 'document', 'audio')
        then message.payload::json -> message.type ->> 'link' end as link
      """;

  private static final String COLUMNS =
      """
      message.id, message.conversation_id, message.direction, message.type,
      coalesce(message.phone, message.user_id) as customer, message.business_phone, message.body, message.status, message.wamid, message.sent_at,
      message.created_at, message.read_at, message.group_id
      """;

  ListPage<MessageView.Item> list(TenantTx tx, Lists lists, ListQuery query) {
    return lists.read(tx, query, COLUMNS, "message", MessageListStore::item);
  }

  /** The messages of a thread; empty where there is no such thread. */
  Optional<ListPage<MessageView.Linked>> listOf(
      TenantTx tx, long thread, Lists lists, ListQuery query) {
    boolean exists =
        tx.first(
                "select id from conversation where tenant_id = ? and id = ?",
                row -> row.getLong("id"),
                tx.tenantId(),
                thread)
            .isPresent();
    Condition inThread = Condition.of("message.conversation_id = ?", thread);
    return exists
        ? Optional.of(
            lists.read(
                tx,
                query.within(inThread),
                COLUMNS + ", " + LINK,
                "message",
                row -> new MessageView.Linked(item(row), row.getString("link"))))
        : Optional.empty();
  }

  /** One message, as the API shows it. */
  public Optional<MessageView.Single> find(TenantTx tx, long id) {
    return tx.first(
        SINGLE + "where tenant_id = ? and id = ?", MessageListStore::single, tx.tenantId(), id);
  }

  Optional<MessageView.Single> find(TenantTx tx, String wamid) {
    return tx.first(
        SINGLE + "where tenant_id = ? and wamid = ?",
        MessageListStore::single,
        tx.tenantId(),
        wamid);
  }

  private static final String SINGLE =
      """
      select id, conversation_id, direction, type,
        coalesce(phone, user_id) as customer, business_phone, body, status, wamid, sent_at,
        created_at, group_id, ref_wamid, staff_id, contact_id, phone, user_id, send_at, delivered_at, read_at,
        failed_at, price_category, price_type, raw,
        case when status = 'queued' and unknown_attempts = 0 then coalesce(
            (select 'waiting: ' || halt_reason from whatsapp_connection halted
             where halted.tenant_id = message.tenant_id and halted_at is not null),
            status_message,
            (select 'waiting: WhatsApp has stopped this number for now, since too many of its '
               || 'messages were blocked or reported'
             from whatsapp_connection sender
               join whatsapp_number_pace pace on pace.phone_number_id = sender.phone_number_id
             where sender.tenant_id = message.tenant_id and spam_until > clock_timestamp()),
            (select 'waiting for its turn: its number has sent and received as much as WhatsApp '
               || 'allows for now'
             from whatsapp_connection sender
               join whatsapp_number_pace pace on pace.phone_number_id = sender.phone_number_id
             where sender.tenant_id = message.tenant_id and full_at > clock_timestamp()
               and message.created_at < clock_timestamp() - interval '2 seconds'))
          else status_message end as status_message,
      """
          + LINK
          + "from message\n";

  /** A message alone, and whose it is. */
  record Whole(
      MessageView.Single single,
      @Nullable Long contactId,
      @Nullable String phone,
      @Nullable String userId) {}

  /** Messages by their ids; those that are gone are left out. */
  Map<Long, Whole> whole(TenantTx tx, Collection<Long> ids) {
    return tx
        .query(
            SINGLE + "where tenant_id = ? and id = any(?)",
            row ->
                new Whole(
                    single(row),
                    row.getObject("contact_id", Long.class),
                    row.getString("phone"),
                    row.getString("user_id")),
            tx.tenantId(),
            ids.toArray(Long[]::new))
        .stream()
        .collect(Collectors.toMap(whole -> whole.single().id(), whole -> whole));
  }

  /** A message as the answer to its send tells it, with WhatsApp's error where it failed. */
  public record Told(
      QueuedMessage message,
      MessageStatus status,
      @Nullable String wamid,
      @Nullable Instant sentAt,
      @Nullable Integer errorCode,
      @Nullable String statusMessage) {}

  /** What the answer to a send says of a message. */
  public Optional<Told> told(TenantTx tx, long id) {
    return tx.first(
        """
        select id, conversation_id, coalesce(contact_id, 0) as contact_id, phone, type, body,
          payload, created_at, status, wamid, sent_at, error_code, status_message
        from message where tenant_id = ? and id = ? and direction = 'outbound'
        """,
        row ->
            new Told(
                new QueuedMessage(
                    row.getLong("id"),
                    row.getLong("conversation_id"),
                    row.getLong("contact_id"),
                    new Phone(row.getString("phone")),
                    row.getString("type"),
                    row.getString("body"),
                    row.getString("payload"),
                    time(row, "created_at")),
                MessageStatus.of(row.getString("status")),
                row.getString("wamid"),
                optionalTime(row, "sent_at"),
                row.getObject("error_code", Integer.class),
                row.getString("status_message")),
        tx.tenantId(),
        id);
  }

  private static MessageView.Item item(ResultSet row) throws SQLException {
    boolean outbound = row.getString("direction").equals("outbound");
    return new MessageView.Item(
        row.getLong("id"),
        row.getLong("conversation_id"),
        row.getString(outbound ? "business_phone" : "customer"),
        row.getString("type"),
        row.getString("body"),
        row.getString("status"),
        row.getString("wamid"),
        sentOrMade(row),
        // Of the customer's own: whether people here have read it.
        row.getObject("read_at", OffsetDateTime.class) != null,
        row.getString("direction"),
        row.getString("group_id"));
  }

  private static MessageView.Single single(ResultSet row) throws SQLException {
    MessageView.Item item = item(row);
    return new MessageView.Single(
        item.id(),
        item.interactionId(),
        item.senderId(),
        item.type(),
        item.message(),
        item.status(),
        item.messageId(),
        item.sentAt(),
        item.isRead(),
        item.direction(),
        item.groupId(),
        row.getString("status_message"),
        row.getString("ref_wamid"),
        row.getString("link"),
        row.getObject("staff_id", Long.class),
        optionalTime(row, "send_at"),
        optionalTime(row, "delivered_at"),
        optionalTime(row, "read_at"),
        optionalTime(row, "failed_at"),
        price(row),
        null,
        content(row.getString("raw")));
  }

  private static @Nullable Price price(ResultSet row) throws SQLException {
    @Nullable String category = row.getString("price_category");
    @Nullable String type = row.getString("price_type");
    return category == null && type == null ? null : new Price(category, type);
  }

  private static @Nullable JsonNode content(@Nullable String raw) {
    return raw == null ? null : Json.parseTrusted(raw);
  }

  private static Instant sentOrMade(ResultSet row) throws SQLException {
    @Nullable Instant sent = optionalTime(row, "sent_at");
    return sent == null ? time(row, "created_at") : sent;
  }

  private static Instant time(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static @Nullable Instant optionalTime(ResultSet row, String column) throws SQLException {
    @Nullable OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
