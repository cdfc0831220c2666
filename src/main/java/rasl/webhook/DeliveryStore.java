package rasl.webhook;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.db.TenantTx;
import rasl.http.list.Condition;
import rasl.http.list.ListField;
import rasl.http.list.ListPage;
import rasl.http.list.ListQuery;
import rasl.http.list.ListSpec;
import rasl.http.list.Lists;

/** The SQL of what people see of deliveries. */
final class DeliveryStore {
  static final ListSpec SPEC =
      new ListSpec(
          "webhook-deliveries",
          "d.id",
          List.of(
              ListField.oneOf("status", "d.status", Noted.Status.texts()).filterable(),
              ListField.text("event_type", "d.event_type").filterable(),
              ListField.text("event_id", "d.event_id").filterable(),
              ListField.oneOf(
                      "kind",
                      "d.kind",
                      Arrays.stream(Parcel.Kind.values()).map(Parcel.Kind::text).toList())
                  .filterable(),
              ListField.text("resource_type", "d.resource_type").filterable(),
              ListField.integer("resource_id", "d.resource_id").filterable(),
              ListField.integer("last_status", "d.last_status").filterable(),
              ListField.time("created_at", "d.created_at").sortable().filterable().notNull()),
          List.of(
              "webhook_id",
              "event_id",
              "event_type",
              "kind",
              "position",
              "resource_type",
              "resource_id",
              "status",
              "attempts",
              "last_status",
              "next_attempt_at",
              "created_at",
              "finished_at"));

  private static final String COLUMNS =
      """
      d.id, d.webhook_id, d.event_id, d.event_type, d.kind, d.position, d.resource_type,
      d.resource_id, d.status, d.attempts, d.last_status, d.next_at, d.created_at, d.finished_at
      """;

  /** A delivery as lists show it. */
  record Row(
      long id,
      long webhookId,
      String eventId,
      String eventType,
      String kind,
      @Nullable Long position,
      String resourceType,
      long resourceId,
      String status,
      int attempts,
      @Nullable Integer lastStatus,
      @Nullable Instant nextAttemptAt,
      Instant createdAt,
      @Nullable Instant finishedAt) {

    Parcel.Kind kindOf() {
      return Parcel.Kind.valueOf(kind.toUpperCase(Locale.ROOT));
    }
  }

  /** One attempt as it was stored. */
  record AttemptRow(
      int number,
      Instant at,
      int millis,
      @Nullable Integer status,
      @Nullable String error,
      @Nullable String answer,
      String url,
      List<String> headerNames) {}

  ListPage<Row> list(TenantTx tx, Lists lists, ListQuery query, long endpoint) {
    return lists.read(
        tx,
        query.within(Condition.of("d.tenant_id = ? and d.webhook_id = ?", tx.tenantId(), endpoint)),
        COLUMNS,
        "webhook_delivery d",
        DeliveryStore::read);
  }

  Optional<Row> find(TenantTx tx, long endpoint, long id) {
    return tx.first(
        "select "
            + COLUMNS
            + " from webhook_delivery d where d.tenant_id = ? and d.webhook_id = ? and d.id = ?",
        DeliveryStore::read,
        tx.tenantId(),
        endpoint,
        id);
  }

  /** The body of what is no event of the feed. */
  Optional<String> body(TenantTx tx, long id) {
    return tx.first(
            "select coalesce(body, '') as body from webhook_delivery where tenant_id = ? and id ="
                + " ?",
            row -> row.getString("body"),
            tx.tenantId(),
            id)
        .filter(body -> !body.isEmpty());
  }

  List<AttemptRow> attempts(TenantTx tx, long delivery) {
    return tx.query(
        """
        select number, at, millis, status, error, answer, url, header_names from webhook_attempt
        where tenant_id = ? and delivery_id = ? order by number
        """,
        row ->
            new AttemptRow(
                row.getInt("number"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getInt("millis"),
                row.getObject("status", Integer.class),
                row.getString("error"),
                row.getString("answer"),
                row.getString("url"),
                names(row.getString("header_names"))),
        tx.tenantId(),
        delivery);
  }

  /** Lets a delivery begin anew, whatever came of it. */
  void replay(TenantTx tx, long id, Instant now) {
    tx.update(
        """
        update webhook_delivery set status = 'waiting', round = 0, next_at = ?, finished_at = null
        where tenant_id = ? and id = ?
        """,
        now,
        tx.tenantId(),
        id);
  }

  private static List<String> names(@Nullable String joined) {
    return joined == null ? List.of() : List.of(joined.split(",", -1));
  }

  private static Row read(ResultSet row) throws SQLException {
    return new Row(
        row.getLong("id"),
        row.getLong("webhook_id"),
        row.getString("event_id"),
        row.getString("event_type"),
        row.getString("kind"),
        row.getObject("position", Long.class),
        row.getString("resource_type"),
        row.getLong("resource_id"),
        row.getString("status"),
        row.getInt("attempts"),
        row.getObject("last_status", Integer.class),
        time(row, "next_at"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        time(row, "finished_at"));
  }

  private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
