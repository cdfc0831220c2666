package rasl.conversation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import rasl.contact.Contact;
import rasl.contact.ContactSearch;
import rasl.contact.ContactStore;
import rasl.contact.PhoneReader;
import rasl.db.TenantTx;
import rasl.http.Query;
import rasl.http.list.Condition;
import rasl.http.list.FieldType;
import rasl.http.list.ListField;
import rasl.http.list.ListPage;
import rasl.http.list.ListQuery;
import rasl.http.list.ListSpec;
import rasl.http.list.Lists;
import rasl.tenant.PhoneRules;
import rasl.tenant.TenantStore;

/** The threads as people read them: their own rows, then contacts and previews of one page. */
final class ConversationList {
  private static final String COLUMNS =
      """
      conversation.id, conversation.contact_id, conversation.group_id, conversation.last_inbound_at,
      conversation.last_message_at, conversation.unread_count, conversation.created_at,
      conversation.updated_at
      """;

  private final Lists lists;
  private final TenantStore tenants;
  private final ContactSearch search = new ContactSearch(new PhoneReader());
  private final ContactStore contacts = new ContactStore();

  ConversationList(Lists lists, TenantStore tenants) {
    this.lists = lists;
    this.tenants = tenants;
  }

  /**
   * What the list can be asked.
   *
   * @param tenant whose conversations are listed
   * @param rules how the tenant's phones are read
   */
  private ListSpec spec(long tenant, Instant now, Supplier<PhoneRules> rules) {
    return new ListSpec(
        "conversations",
        "conversation.id",
        List.of(
            ListField.time("created_at", "conversation.created_at")
                .sortable()
                .filterable()
                .notNull(),
            ListField.time("updated_at", "conversation.updated_at")
                .sortable()
                .filterable()
                .notNull(),
            ListField.time("last_message_at", "conversation.last_message_at")
                .sortable()
                .filterable()
                .notNull(),
            ListField.time("last_inbound_at", "conversation.last_inbound_at").filterable(),
            ListField.integer("contact_id", "conversation.contact_id").filterable(),
            ListField.integer("unread_count", "conversation.unread_count").filterable().notNull(),
            isOpen(tenant, now),
            ListField.filter(
                "is_unread",
                FieldType.BOOLEAN,
                values -> anyOf(values, Condition.of("conversation.unread_count > 0")))),
        Optional.of(search.by("conversation_search", rules)),
        ConversationView.FIELDS,
        List.of());
  }

  private static ListField isOpen(long tenant, Instant now) {
    return ListField.filter(
        "is_open", FieldType.BOOLEAN, values -> anyOf(values, ThreadWindows.isOpen(tenant, now)));
  }

  /** A list of both values is for every row. */
  private static Condition anyOf(List<Object> values, Condition holds) {
    return Condition.or(
        values.stream().map(value -> value.equals(true) ? holds : holds.not()).toList());
  }

  /** A query with its page. */
  record Result(ListQuery query, ListPage<ConversationView.Chat> page) {}

  Result read(TenantTx tx, Query asked, Instant now) {
    ListQuery query =
        lists.parse(spec(tx.tenantId(), now, () -> tenants.settings(tx).phones()), asked);
    ListPage<Row> page = lists.read(tx, query, COLUMNS, "conversation", ConversationList::row);
    return new Result(query, page.map(dressing(tx, page.rows(), now)));
  }

  Optional<ConversationView.Chat> find(TenantTx tx, long id, Instant now) {
    Optional<Row> row =
        tx.first(
            "select " + COLUMNS + " from conversation where tenant_id = ? and id = ?",
            ConversationList::row,
            tx.tenantId(),
            id);
    return row.map(one -> dressing(tx, List.of(one), now).apply(one));
  }

  /** A thread's own row. */
  private record Row(
      long id,
      @Nullable Long contactId,
      @Nullable String groupId,
      @Nullable Instant lastInboundAt,
      Instant lastMessageAt,
      int unreadCount,
      Instant createdAt,
      Instant updatedAt) {}

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getLong("id"),
        row.getObject("contact_id", Long.class),
        row.getString("group_id"),
        time(row, "last_inbound_at"),
        known(row, "last_message_at"),
        row.getInt("unread_count"),
        known(row, "created_at"),
        known(row, "updated_at"));
  }

  /** Adds contact, preview and window to the rows of a page. */
  private Function<Row, ConversationView.Chat> dressing(
      TenantTx tx, Collection<Row> rows, Instant now) {
    Map<Long, ConversationView.Customer> customers =
        contacts
            .byIds(tx, rows.stream().map(Row::contactId).filter(Objects::nonNull).toList())
            .stream()
            .collect(Collectors.toMap(Contact::id, ConversationList::customer));
    Map<Long, ConversationView.Preview> previews =
        previews(tx, rows.stream().map(Row::id).toList());
    Map<Long, Instant> opened = ThreadWindows.opened(tx, rows.stream().map(Row::id).toList());
    return row -> {
      @Nullable Long contact = row.contactId();
      @Nullable Instant open = opened.get(row.id());
      @Nullable Instant until = open == null ? null : open.plus(Conversation.WINDOW);
      return new ConversationView.Chat(
          row.id(),
          contact,
          contact == null ? null : customers.get(contact),
          row.groupId(),
          previews.get(row.id()),
          row.lastMessageAt(),
          row.unreadCount(),
          until != null && now.isBefore(until),
          until,
          row.lastInboundAt(),
          row.createdAt(),
          row.updatedAt());
    };
  }

  private static ConversationView.Customer customer(Contact contact) {
    return new ConversationView.Customer(
        contact.id(),
        contact.firstname(),
        contact.lastname(),
        contact.phone(),
        contact.isOptedOut());
  }

  private static Map<Long, ConversationView.Preview> previews(TenantTx tx, List<Long> threads) {
    record Found(long thread, ConversationView.Preview preview) {}
    return tx
        .query(
            """
            select thread.id as thread, last.* from unnest(?) as thread (id)
            cross join lateral (
              select id, type, body, direction, status, coalesce(sent_at, created_at) as sent_at
              from message where tenant_id = ? and conversation_id = thread.id
              order by said_at desc, id desc limit 1) as last
            """,
            row ->
                new Found(
                    row.getLong("thread"),
                    new ConversationView.Preview(
                        row.getLong("id"),
                        row.getString("type"),
                        row.getString("body"),
                        row.getString("direction"),
                        row.getString("status"),
                        known(row, "sent_at"))),
            threads.toArray(Long[]::new),
            tx.tenantId())
        .stream()
        .collect(Collectors.toMap(Found::thread, Found::preview));
  }

  private static Instant known(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
    @Nullable OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
