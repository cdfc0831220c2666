package rasl.shop.connect;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.db.SystemTx;
import rasl.db.TenantId;
import rasl.db.TenantTx;
import rasl.http.list.Condition;
import rasl.http.list.ListField;
import rasl.http.list.ListPage;
import rasl.http.list.ListQuery;
import rasl.http.list.ListSpec;
import rasl.http.list.Lists;

/** The SQL of shops. */
public final class ShopStore {
  static final ListSpec SPEC =
      new ListSpec(
          "shops",
          "s.id",
          List.of(
              ListField.text("name", "s.name").sortable().filterable().searchable().notNull(),
              ListField.oneOf("platform", "s.platform", Platform.texts()).filterable(),
              ListField.bool("enabled", "s.enabled").filterable(),
              ListField.time("created_at", "s.created_at").sortable().filterable().notNull(),
              ListField.time("updated_at", "s.updated_at").sortable().filterable().notNull()),
          List.of(
              "name",
              "platform",
              "verification",
              "signature_header",
              "username",
              "has_secret",
              "url",
              "default_country",
              "time_zone",
              "currency_display",
              "groups",
              "enabled",
              "created_at",
              "updated_at"));

  private static final String COLUMNS =
      """
      s.id, s.platform, s.name, s.verification, s.signature_header, s.username, s.default_country,
      s.time_zone, s.currency_display, s.groups, s.enabled, s.key, s.secret_sealed is not null as has_secret,
      s.created_at, s.updated_at
      """;

  private final ShopSecrets secrets;

  public ShopStore(ShopSecrets secrets) {
    this.secrets = secrets;
  }

  /** Where a key leads. */
  public record Address(TenantId tenant, long shop) {}

  /** The shop that posts to a key; whether it is there still is seen in its tenant only. */
  public Optional<Address> find(SystemTx tx, String key) {
    return tx.first(
        "select tenant_id, shop_id from shop_door where key = ?",
        row -> new Address(new TenantId(row.getLong("tenant_id")), row.getLong("shop_id")),
        key);
  }

  ListPage<Shop> list(TenantTx tx, Lists lists, ListQuery query) {
    return lists.read(
        tx,
        query.within(Condition.of("s.tenant_id = ?", tx.tenantId())),
        COLUMNS,
        "shop s",
        ShopStore::read);
  }

  public Optional<Shop> find(TenantTx tx, long id) {
    return tx.first(
        "select " + COLUMNS + " from shop s where s.tenant_id = ? and s.id = ?",
        ShopStore::read,
        tx.tenantId(),
        id);
  }

  /** The shop, which nobody else changes until the transaction ends. */
  Optional<Shop> lock(TenantTx tx, long id) {
    return tx.first(
        "select " + COLUMNS + " from shop s where s.tenant_id = ? and s.id = ? for no key update",
        ShopStore::read,
        tx.tenantId(),
        id);
  }

  /** The shop's secret; empty where there is no shop, or no secret yet. */
  public Optional<ShopSecret> secret(TenantTx tx, long id) {
    return tx.first(
            """
            select secret_sealed from shop
            where tenant_id = ? and id = ? and secret_sealed is not null
            """,
            row -> row.getBytes("secret_sealed"),
            tx.tenantId(),
            id)
        .map(bytes -> secrets.open(tx.tenant(), id, bytes));
  }

  long count(TenantTx tx) {
    return tx.first(
            "select count(*) as number from shop where tenant_id = ?",
            row -> row.getLong("number"),
            tx.tenantId())
        .orElseThrow();
  }

  long nextId(TenantTx tx) {
    return tx.first("select nextval('shop_id_seq') as id", row -> row.getLong("id")).orElseThrow();
  }

  void insert(TenantTx tx, Shop shop, Optional<ShopSecret> secret) {
    ShopSettings settings = shop.settings();
    tx.update(
        """
        insert into shop (tenant_id, id, platform, name, verification, signature_header, username,
          default_country, time_zone, currency_display, groups, enabled, key, secret_sealed,
          created_at, updated_at)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        tx.tenantId(),
        shop.id(),
        shop.platform().text(),
        settings.name(),
        settings.verification().text(),
        settings.signatureHeader().orElse(null),
        settings.username().orElse(null),
        settings.place().country().orElse(null),
        settings.place().timeZone().orElse(null),
        settings.currencyDisplay().text(),
        settings.groups().toArray(Long[]::new),
        settings.enabled(),
        shop.key(),
        secret.map(text -> secrets.seal(tx.tenant(), shop.id(), text)).orElse(null),
        shop.createdAt(),
        shop.updatedAt());
    insertDoor(tx, shop);
  }

  private static void insertDoor(TenantTx tx, Shop shop) {
    tx.update(
        "insert into shop_door (tenant_id, shop_id, key) values (?, ?, ?)",
        tx.tenantId(),
        shop.id(),
        shop.key());
  }

  void update(TenantTx tx, long id, ShopSettings settings, Instant now) {
    tx.update(
        """
        update shop set name = ?, verification = ?, signature_header = ?, username = ?,
          default_country = ?, time_zone = ?, currency_display = ?, groups = ?,
          enabled = ?, updated_at = ?
        where tenant_id = ? and id = ?
        """,
        settings.name(),
        settings.verification().text(),
        settings.signatureHeader().orElse(null),
        settings.username().orElse(null),
        settings.place().country().orElse(null),
        settings.place().timeZone().orElse(null),
        settings.currencyDisplay().text(),
        settings.groups().toArray(Long[]::new),
        settings.enabled(),
        now,
        tx.tenantId(),
        id);
  }

  void putSecret(TenantTx tx, long id, ShopSecret secret) {
    tx.update(
        "update shop set secret_sealed = ? where tenant_id = ? and id = ?",
        secrets.seal(tx.tenant(), id, secret),
        tx.tenantId(),
        id);
  }

  /** Deletes the shop and its door; what it brought is deleted by the cleaning. */
  boolean delete(TenantTx tx, long id) {
    tx.update("delete from shop_door where tenant_id = ? and shop_id = ?", tx.tenantId(), id);
    return tx.update("delete from shop where tenant_id = ? and id = ?", tx.tenantId(), id) == 1;
  }

  private static Shop read(ResultSet row) throws SQLException {
    return new Shop(
        row.getLong("id"),
        Platform.stored(row.getString("platform")),
        new ShopSettings(
            row.getString("name"),
            Verification.of(row.getString("verification")).orElseThrow(),
            optional(row.getString("signature_header")),
            optional(row.getString("username")),
            new Place(
                optional(row.getString("default_country")), optional(row.getString("time_zone"))),
            CurrencyDisplay.of(row.getString("currency_display")).orElseThrow(),
            List.of((Long[]) row.getArray("groups").getArray()),
            row.getBoolean("enabled")),
        row.getString("key"),
        row.getBoolean("has_secret"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("updated_at", OffsetDateTime.class).toInstant());
  }

  private static Optional<String> optional(@Nullable String text) {
    return Optional.ofNullable(text);
  }
}
