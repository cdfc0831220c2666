package rasl.shop.work;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.db.TenantTx;
import rasl.http.list.Condition;
import rasl.http.list.ListField;
import rasl.http.list.ListPage;
import rasl.http.list.ListQuery;
import rasl.http.list.ListSpec;
import rasl.http.list.Lists;
import rasl.shop.order.Content;
import rasl.shop.order.Order;
import rasl.shop.receive.PayloadSeals;

/** The SQL of events that shops brought. */
final class EventStore {
  private static final List<String> KINDS = List.of("order", "cart", "customer", "other");

  static final ListSpec SPEC =
      new ListSpec(
          "shop-events",
          "e.id",
          List.of(
              ListField.text("topic", "e.topic").filterable(),
              ListField.oneOf("kind", "e.kind", KINDS).filterable(),
              ListField.oneOf("status", "e.status", Outcome.Status.texts()).filterable(),
              ListField.bool("is_test", "e.is_test").filterable(),
              ListField.text("order_id", "e.order_id").filterable(),
              ListField.text("order_number", "e.order_number").filterable(),
              ListField.text("order_status", "e.order_status").filterable(),
              ListField.integer("contact_id", "e.contact_id").filterable(),
              ListField.time("created_at", "e.received_at").sortable().filterable().notNull()),
          List.of(
              "shop_id",
              "topic",
              "kind",
              "status",
              "reason",
              "is_test",
              "order_id",
              "order_number",
              "order_status",
              "contact_id",
              "size",
              "created_at",
              "finished_at"));

  private static final String COLUMNS =
      """
      e.id, e.shop_id, e.topic, e.kind, e.status, e.reason, e.is_test, e.order_id, e.order_number,
      e.order_status, e.contact_id, e.size, e.received_at, e.finished_at
      """;

  private final PayloadSeals seals;

  EventStore(PayloadSeals seals) {
    this.seals = seals;
  }

  ListPage<ShopEvent> list(TenantTx tx, Lists lists, ListQuery query, long shop) {
    return lists.read(
        tx,
        query.within(Condition.of("e.tenant_id = ? and e.shop_id = ?", tx.tenantId(), shop)),
        COLUMNS,
        "shop_event e",
        EventStore::read);
  }

  Optional<ShopEvent> find(TenantTx tx, long shop, long id) {
    return tx.first(
        "select "
            + COLUMNS
            + " from shop_event e where e.tenant_id = ? and e.shop_id = ? and e.id = ?",
        EventStore::read,
        tx.tenantId(),
        shop,
        id);
  }

  /** An event, and what came; empty where another key sealed that. */
  record Stored(ShopEvent event, Optional<byte[]> payload) {}

  /** An event of any shop, for the work on it. */
  Optional<Stored> stored(TenantTx tx, long id) {
    return tx.first(
        "select "
            + COLUMNS
            + ", e.payload_sealed from shop_event e where e.tenant_id = ? and e.id = ?",
        row -> new Stored(read(row), seals.open(tx.tenant(), id, row.getBytes("payload_sealed"))),
        tx.tenantId(),
        id);
  }

  /** What came, raw; empty where it is not there any more. */
  Optional<byte[]> payload(TenantTx tx, long id) {
    return tx.first(
            "select payload_sealed from shop_event where tenant_id = ? and id = ?",
            row -> row.getBytes("payload_sealed"),
            tx.tenantId(),
            id)
        .flatMap(bytes -> seals.open(tx.tenant(), id, bytes));
  }

  /** Lets an event wait again; false where it waits already. */
  boolean again(TenantTx tx, long shop, long id) {
    return tx.update(
            """
            update shop_event set status = 'waiting', reason = null, finished_at = null
            where tenant_id = ? and shop_id = ? and id = ? and status <> 'waiting'
            """,
            tx.tenantId(),
            shop,
            id)
        == 1;
  }

  void finish(TenantTx tx, long id, Outcome outcome, Instant now) {
    Optional<Order> order = outcome.content().ofOrder();
    tx.update(
        """
        update shop_event set status = ?, reason = ?, kind = ?, order_id = ?, order_number = ?,
          order_status = ?, contact_id = ?, finished_at = ?
        where tenant_id = ? and id = ?
        """,
        outcome.status().text(),
        outcome.reason().orElse(null),
        outcome.content().kind(),
        order.map(Order::id).orElse(cart(outcome.content())),
        order.map(Order::number).orElse(null),
        order.map(Order::status).orElse(null),
        outcome.contact().orElse(null),
        now,
        tx.tenantId(),
        id);
  }

  private static @Nullable String cart(Content content) {
    return content instanceof Content.OfCart(var cart) ? cart.id() : null;
  }

  private static ShopEvent read(ResultSet row) throws SQLException {
    return new ShopEvent(
        row.getLong("id"),
        row.getLong("shop_id"),
        row.getString("topic"),
        row.getString("kind"),
        row.getString("status"),
        row.getString("reason"),
        row.getBoolean("is_test"),
        row.getString("order_id"),
        row.getString("order_number"),
        row.getString("order_status"),
        row.getObject("contact_id", Long.class),
        row.getInt("size"),
        row.getObject("received_at", OffsetDateTime.class).toInstant(),
        time(row, "finished_at"));
  }

  private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
    @Nullable OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
