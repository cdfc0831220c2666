package rasl.named;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.db.TenantTx;
import rasl.http.PlainText;
import rasl.http.list.ListField;
import rasl.http.list.ListPage;
import rasl.http.list.ListQuery;
import rasl.http.list.ListSpec;
import rasl.http.list.Lists;
import rasl.text.Folding;

/** The SQL of one kind of named records. */
final class NamedStore {
  private final NamedKind kind;
  private final String columns;
  private final ListSpec spec;

  NamedStore(NamedKind kind) {
    this.kind = kind;
    this.columns =
        kind.colored()
            ? "id, name, color, created_at, updated_at"
            : "id, name, null::text as color, created_at, updated_at";
    this.spec = spec(kind);
  }

  private static ListSpec spec(NamedKind kind) {
    List<ListField> fields = new ArrayList<>();
    fields.add(
        ListField.text("name", "name")
            .keyed("name_key", PlainText::folded)
            .sortable()
            .filterable()
            .searchable("search_key")
            .notNull());
    fields.add(ListField.time("created_at", "created_at").sortable().filterable().notNull());
    fields.add(ListField.time("updated_at", "updated_at").sortable().filterable().notNull());
    List<String> returned = new ArrayList<>(List.of("name", "created_at", "updated_at"));
    if (kind.colored()) {
      fields.add(ListField.text("color", "color").filterable());
      returned.add("color");
    }
    return new ListSpec(kind.table(), "id", fields, returned);
  }

  ListSpec spec() {
    return spec;
  }

  ListPage<Named> list(TenantTx tx, Lists lists, ListQuery query) {
    return lists.read(tx, query, columns, kind.table(), NamedStore::read);
  }

  Optional<Named> find(TenantTx tx, long id) {
    return tx.first(
        "select %s from %s where tenant_id = ? and id = ?".formatted(columns, kind.table()),
        NamedStore::read,
        tx.tenantId(),
        id);
  }

  /** Those of the ids that exist. */
  List<Named> findAll(TenantTx tx, Collection<Long> ids) {
    return tx.query(
        "select %s from %s where tenant_id = ? and id = any(?)".formatted(columns, kind.table()),
        NamedStore::read,
        tx.tenantId(),
        ids.toArray(Long[]::new));
  }

  /** Those of the ids that exist; none of them can be deleted until the transaction ends. */
  List<Named> keepAll(TenantTx tx, Collection<Long> ids) {
    return tx.query(
        "select %s from %s where tenant_id = ? and id = any(?) order by id for key share"
            .formatted(columns, kind.table()),
        NamedStore::read,
        tx.tenantId(),
        ids.toArray(Long[]::new));
  }

  Optional<Named> lock(TenantTx tx, long id) {
    return tx.first(
        "select %s from %s where tenant_id = ? and id = ? for no key update"
            .formatted(columns, kind.table()),
        NamedStore::read,
        tx.tenantId(),
        id);
  }

  Optional<Named> findByName(TenantTx tx, String name) {
    return tx.first(
        "select %s from %s where tenant_id = ? and name_key = ?".formatted(columns, kind.table()),
        NamedStore::read,
        tx.tenantId(),
        PlainText.folded(name));
  }

  /** Those of the names that exist, in any case. */
  List<Named> findByNames(TenantTx tx, Collection<String> names) {
    return tx.query(
        "select %s from %s where tenant_id = ? and name_key = any(?)"
            .formatted(columns, kind.table()),
        NamedStore::read,
        tx.tenantId(),
        names.stream().map(PlainText::folded).toArray(String[]::new));
  }

  /** Empty where the name is taken. */
  Optional<Named> insert(TenantTx tx, String name, @Nullable String color, Instant now) {
    var values = new ArrayList<@Nullable Object>();
    values.add(tx.tenantId());
    values.add(name);
    values.add(PlainText.folded(name));
    values.add(Folding.key(name));
    values.add(now);
    values.add(now);
    if (kind.colored()) {
      values.add(color);
    }
    return tx.first(
        """
        insert into %s (tenant_id, name, name_key, search_key, created_at, updated_at%s)
        values (?, ?, ?, ?, ?, ?%s)
        on conflict (tenant_id, name_key) do nothing
        returning %s
        """
            .formatted(
                kind.table(),
                kind.colored() ? ", color" : "",
                kind.colored() ? ", ?" : "",
                columns),
        NamedStore::read,
        values.toArray());
  }

  /** Fails with a unique violation where the name is taken. */
  void update(TenantTx tx, Named record) {
    var values = new ArrayList<@Nullable Object>();
    values.add(record.name());
    values.add(PlainText.folded(record.name()));
    values.add(Folding.key(record.name()));
    values.add(record.updatedAt());
    if (kind.colored()) {
      values.add(record.color());
    }
    values.add(tx.tenantId());
    values.add(record.id());
    tx.update(
        """
        update %s set name = ?, name_key = ?, search_key = ?, updated_at = ?%s
        where tenant_id = ? and id = ?
        """
            .formatted(kind.table(), kind.colored() ? ", color = ?" : ""),
        values.toArray());
  }

  /** Fails with a foreign key violation where the record is in use. */
  void delete(TenantTx tx, long id) {
    tx.update(
        "delete from %s where tenant_id = ? and id = ?".formatted(kind.table()), tx.tenantId(), id);
  }

  private static Named read(ResultSet row) throws SQLException {
    return new Named(
        row.getLong("id"),
        row.getString("name"),
        row.getString("color"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("updated_at", OffsetDateTime.class).toInstant());
  }
}
