package rasl.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads and writes the columns of entries, which a tenant's and the installation's share. */
final class AuditRows {
  static final String COLUMNS =
      "number, created_at, action, actor_kind, actor_id, target_type, target_id, who, who_salt,"
          + " who_hash, before, before_salt, before_hash, after, after_salt, after_hash, hash";

  private AuditRows() {}

  /** The parameters of all columns, in order, behind those given. */
  static @Nullable Object[] parameters(Chain.Link link, @Nullable Object... first) {
    Entry entry = link.entry();
    var all = new ArrayList<@Nullable Object>(List.of(first));
    all.add(link.number());
    all.add(entry.at());
    all.add(entry.action());
    all.add(entry.actorKind());
    all.add(boxed(entry.actorId()));
    all.add(entry.target().type());
    all.add(boxed(entry.target().id()));
    for (SaltedText text : List.of(entry.who(), entry.before(), entry.after())) {
      all.add(text.text());
      all.add(text.salt());
      all.add(text.hash());
    }
    all.add(link.hash());
    return all.toArray();
  }

  static Chain.Link read(ResultSet row) throws SQLException {
    var entry =
        new Entry(
            row.getObject("created_at", OffsetDateTime.class).toInstant(),
            row.getString("action"),
            row.getString("actor_kind"),
            number(row, "actor_id"),
            new Target(row.getString("target_type"), number(row, "target_id")),
            text(row, "who"),
            text(row, "before"),
            text(row, "after"));
    return new Chain.Link(row.getLong("number"), entry, row.getBytes("hash"));
  }

  static Head readHead(ResultSet row) throws SQLException {
    return new Head(row.getLong("number"), row.getBytes("hash"));
  }

  private static SaltedText text(ResultSet row, String column) throws SQLException {
    return new SaltedText(
        row.getString(column), row.getBytes(column + "_salt"), row.getBytes(column + "_hash"));
  }

  private static OptionalLong number(ResultSet row, String column) throws SQLException {
    @Nullable Long value = row.getObject(column, Long.class);
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  private static @Nullable Long boxed(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : null;
  }
}
