package rasl.webhook;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import rasl.db.TenantTx;
import rasl.http.list.Condition;
import rasl.http.list.ListField;
import rasl.http.list.ListPage;
import rasl.http.list.ListQuery;
import rasl.http.list.ListSpec;
import rasl.http.list.Lists;

/** The SQL of endpoints. */
final class EndpointStore {
  static final ListSpec SPEC =
      new ListSpec(
          "webhooks",
          "w.id",
          List.of(
              ListField.text("url", "w.url").sortable().filterable().searchable().notNull(),
              ListField.text("description", "w.description").filterable().searchable(),
              ListField.oneOf("format", "w.format", Format.texts()).filterable(),
              ListField.bool("enabled", "w.enabled").filterable(),
              ListField.time("created_at", "w.created_at").sortable().filterable().notNull(),
              ListField.time("updated_at", "w.updated_at").sortable().filterable().notNull()),
          List.of(
              "url",
              "description",
              "event_types",
              "filter",
              "format",
              "header_names",
              "rate_per_second",
              "max_in_flight",
              "buffer_seconds",
              "enabled",
              "disabled_reason",
              "disabled_at",
              "former_secret_until",
              "created_at",
              "updated_at"));

  private static final String COLUMNS =
      """
      w.id, w.url, w.description, w.event_types, w.filter, w.format, w.header_names,
      w.rate_per_second, w.max_in_flight, w.buffer_seconds, w.enabled, w.disabled_reason,
      w.disabled_at, w.former_secret_until, w.created_at, w.updated_at
      """;

  private final EndpointSecrets secrets;

  EndpointStore(EndpointSecrets secrets) {
    this.secrets = secrets;
  }

  ListPage<Endpoint> list(TenantTx tx, Lists lists, ListQuery query) {
    return lists.read(
        tx,
        query.within(Condition.of("w.tenant_id = ?", tx.tenantId())),
        COLUMNS,
        "webhook w",
        EndpointStore::read);
  }

  Optional<Endpoint> find(TenantTx tx, long id) {
    return tx.first(
        "select " + COLUMNS + " from webhook w where w.tenant_id = ? and w.id = ?",
        EndpointStore::read,
        tx.tenantId(),
        id);
  }

  /** The endpoint, which nobody else changes until the transaction ends. */
  Optional<Endpoint> lock(TenantTx tx, long id) {
    return tx.first(
        "select " + COLUMNS + " from webhook w where w.tenant_id = ? and w.id = ? for update",
        EndpointStore::read,
        tx.tenantId(),
        id);
  }

  /** The endpoint with its secrets. */
  Optional<Target> target(TenantTx tx, long id) {
    return tx.first(
        "select "
            + COLUMNS
            + ", w.secret_sealed, w.former_secret_sealed, w.headers_sealed"
            + " from webhook w where w.tenant_id = ? and w.id = ?",
        row -> target(tx, id, row),
        tx.tenantId(),
        id);
  }

  long nextId(TenantTx tx) {
    return tx.first("select nextval('webhook_id_seq') as id", row -> row.getLong("id"))
        .orElseThrow();
  }

  long count(TenantTx tx) {
    return tx.first(
            "select count(*) as number from webhook where tenant_id = ?",
            row -> row.getLong("number"),
            tx.tenantId())
        .orElseThrow();
  }

  void insert(TenantTx tx, Target target) {
    Endpoint made = target.endpoint();
    tx.update(
        """
        insert into webhook (tenant_id, id, url, description, event_types, filter, format,
          secret_sealed, headers_sealed, header_names, rate_per_second, max_in_flight,
          buffer_seconds, enabled, created_at, updated_at)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        tx.tenantId(),
        made.id(),
        made.settings().url(),
        made.settings().description().orElse(null),
        made.settings().events().patterns().toArray(String[]::new),
        made.settings().filter().orElse(null),
        made.settings().format().text(),
        secrets.seal(tx.tenant(), made.id(), target.secret()),
        secrets.seal(tx.tenant(), made.id(), target.headers()),
        target.headers().names().toArray(String[]::new),
        boxed(made.settings().ratePerSecond()),
        made.settings().maxInFlight(),
        boxed(made.settings().bufferSeconds()),
        made.settings().enabled(),
        made.createdAt(),
        made.updatedAt());
  }

  /** Writes new settings; one that is enabled is no longer one that Rasl switched off. */
  void update(TenantTx tx, long id, EndpointSettings settings, Instant now) {
    tx.update(
        """
        update webhook set url = ?, description = ?, event_types = ?, filter = ?, format = ?,
          rate_per_second = ?, max_in_flight = ?, buffer_seconds = ?, enabled = ?,
          disabled_reason = case when ? then null else disabled_reason end,
          disabled_at = case when ? then null else disabled_at end, updated_at = ?
        where tenant_id = ? and id = ?
        """,
        settings.url(),
        settings.description().orElse(null),
        settings.events().patterns().toArray(String[]::new),
        settings.filter().orElse(null),
        settings.format().text(),
        boxed(settings.ratePerSecond()),
        settings.maxInFlight(),
        boxed(settings.bufferSeconds()),
        settings.enabled(),
        settings.enabled(),
        settings.enabled(),
        now,
        tx.tenantId(),
        id);
  }

  void putHeaders(TenantTx tx, long id, StaticHeaders headers) {
    tx.update(
        "update webhook set headers_sealed = ?, header_names = ? where tenant_id = ? and id = ?",
        secrets.seal(tx.tenant(), id, headers),
        headers.names().toArray(String[]::new),
        tx.tenantId(),
        id);
  }

  /**
   * Replaces the secret.
   *
   * @param former the one before, and until when it signs too; empty where it does not
   */
  void putSecret(
      TenantTx tx, long id, SigningSecret secret, Optional<Target.Former> former, Instant now) {
    tx.update(
        """
        update webhook set secret_sealed = ?, former_secret_sealed = ?, former_secret_until = ?,
          updated_at = ?
        where tenant_id = ? and id = ?
        """,
        secrets.seal(tx.tenant(), id, secret),
        former.map(old -> secrets.sealFormer(tx.tenant(), id, old.secret())).orElse(null),
        former.map(Target.Former::until).orElse(null),
        now,
        tx.tenantId(),
        id);
  }

  /** Switches an endpoint off for the server's own reason; false where it is off already. */
  boolean disable(TenantTx tx, long id, String reason, Instant now) {
    return tx.update(
            """
            update webhook set enabled = false, disabled_reason = ?, disabled_at = ?,
              updated_at = ?
            where tenant_id = ? and id = ? and enabled
            """,
            reason,
            now,
            now,
            tx.tenantId(),
            id)
        == 1;
  }

  boolean delete(TenantTx tx, long id) {
    return tx.update("delete from webhook where tenant_id = ? and id = ?", tx.tenantId(), id) == 1;
  }

  private Target target(TenantTx tx, long id, ResultSet row) throws SQLException {
    Endpoint endpoint = read(row);
    byte @Nullable [] former = row.getBytes("former_secret_sealed");
    return new Target(
        endpoint,
        secrets.secret(tx.tenant(), id, row.getBytes("secret_sealed")),
        former == null
            ? Optional.empty()
            : endpoint
                .formerSecretUntil()
                .map(until -> new Target.Former(secrets.former(tx.tenant(), id, former), until)),
        secrets.headers(tx.tenant(), id, row.getBytes("headers_sealed")));
  }

  private static Endpoint read(ResultSet row) throws SQLException {
    @Nullable String reason = row.getString("disabled_reason");
    return new Endpoint(
        row.getLong("id"),
        new EndpointSettings(
            row.getString("url"),
            Optional.ofNullable(row.getString("description")),
            new EventPatterns(texts(row, "event_types")),
            Optional.ofNullable(row.getString("filter")),
            Format.parse(row.getString("format")).orElseThrow(),
            optional(row, "rate_per_second"),
            row.getInt("max_in_flight"),
            optional(row, "buffer_seconds"),
            row.getBoolean("enabled")),
        texts(row, "header_names"),
        reason == null
            ? Optional.empty()
            : time(row, "disabled_at").map(at -> new Endpoint.Disabled(reason, at)),
        time(row, "former_secret_until"),
        time(row, "created_at").orElseThrow(),
        time(row, "updated_at").orElseThrow());
  }

  private static List<String> texts(ResultSet row, String column) throws SQLException {
    return List.of((String[]) row.getArray(column).getArray());
  }

  private static OptionalInt optional(ResultSet row, String column) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(value);
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  private static @Nullable Integer boxed(OptionalInt value) {
    return value.isPresent() ? value.getAsInt() : null;
  }
}
