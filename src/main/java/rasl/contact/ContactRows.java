package rasl.contact;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What every statement that reads contacts selects, and how a row becomes a contact. */
final class ContactRows {
  static final String COLUMNS =
      """
      contact.id, contact.firstname, contact.lastname, contact.company, contact.type, contact.email,
      contact.phone_key, contact.status_id, contact.source_id, contact.description, contact.city,
      contact.state, contact.zip, contact.address, contact.country_id, contact.assigned_id,
      contact.is_opted_out, contact.created_at, contact.updated_at,
      array(
        select member.group_id from contact_group_member member
        where member.tenant_id = contact.tenant_id and member.contact_id = contact.id
        order by member.group_id) as group_ids
      """;

  private ContactRows() {}

  static Contact read(ResultSet row) throws SQLException {
    return new Contact(
        row.getLong("id"),
        row.getString("firstname"),
        row.getString("lastname"),
        row.getString("company"),
        row.getString("type"),
        row.getString("email"),
        phone(row),
        row.getObject("status_id", Long.class),
        row.getObject("source_id", Long.class),
        row.getString("description"),
        row.getString("city"),
        row.getString("state"),
        row.getString("zip"),
        row.getString("address"),
        row.getObject("country_id", Long.class),
        row.getObject("assigned_id", Long.class),
        List.of((Long[]) row.getArray("group_ids").getArray()),
        row.getBoolean("is_opted_out"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("updated_at", OffsetDateTime.class).toInstant());
  }

  private static @Nullable String phone(ResultSet row) throws SQLException {
    @Nullable String digits = row.getString("phone_key");
    return digits == null ? null : "+" + digits;
  }
}
