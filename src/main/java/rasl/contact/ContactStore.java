package rasl.contact;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import rasl.db.TenantTx;
import rasl.tenant.TenantSettings;

/** The SQL of contacts. */
public final class ContactStore {

  /** The contacts that have these phones. */
  public List<Contact> byPhones(TenantTx tx, Collection<String> digits) {
    return tx.query(
        """
        select id, firstname, lastname, company, type, email, phone_key, status_id, source_id,
          description, city, state, zip, address, country_id, assigned_id, is_opted_out,
          created_at, updated_at
        from contact where tenant_id = ? and phone_key = any(?)
        """,
        ContactStore::read,
        tx.tenantId(),
        digits.toArray(String[]::new));
  }

  /** The contacts that have these ids. */
  public List<Contact> byIds(TenantTx tx, Collection<Long> ids) {
    return tx.query(
        """
        select id, firstname, lastname, company, type, email, phone_key, status_id, source_id,
          description, city, state, zip, address, country_id, assigned_id, is_opted_out,
          created_at, updated_at
        from contact where tenant_id = ? and id = any(?)
        """,
        ContactStore::read,
        tx.tenantId(),
        ids.toArray(Long[]::new));
  }

  /** How many contacts the tenant has. */
  public long count(TenantTx tx) {
    return tx.first(
            "select count(*) as contacts from contact where tenant_id = ?",
            row -> row.getLong("contacts"),
            tx.tenantId())
        .orElseThrow();
  }

  /**
   * Makes leads with the tenant's defaults, one a phone; a phone that has a contact is passed over.
   *
   * @param firstnames by the phone's digits
   * @return the contacts that were made
   */
  public List<Contact> insertLeads(
      TenantTx tx, Map<String, String> firstnames, TenantSettings defaults, Instant now) {
    return tx.query(
        """
        insert into contact (tenant_id, firstname, lastname, type, phone_key, status_id, source_id,
          assigned_id, created_at, updated_at)
        select ?, firstname, '', 'lead', phone_key, ?, ?, ?, ?, ?
        from unnest(?, ?) as input (firstname, phone_key)
        on conflict (tenant_id, phone_key) do nothing
        returning id, firstname, lastname, company, type, email, phone_key, status_id, source_id,
          description, city, state, zip, address, country_id, assigned_id, is_opted_out,
          created_at, updated_at
        """,
        ContactStore::read,
        tx.tenantId(),
        defaults.defaultStatus().orElse(null),
        defaults.defaultSource().orElse(null),
        defaults.defaultAssignee().memberId(),
        now,
        now,
        firstnames.values().toArray(String[]::new),
        firstnames.keySet().toArray(String[]::new));
  }

  private static Contact read(ResultSet row) throws SQLException {
    String digits = row.getString("phone_key");
    return new Contact(
        row.getLong("id"),
        row.getString("firstname"),
        row.getString("lastname"),
        row.getString("company"),
        row.getString("type"),
        row.getString("email"),
        digits == null ? null : "+" + digits,
        row.getObject("status_id", Long.class),
        row.getObject("source_id", Long.class),
        row.getString("description"),
        row.getString("city"),
        row.getString("state"),
        row.getString("zip"),
        row.getString("address"),
        row.getObject("country_id", Long.class),
        row.getObject("assigned_id", Long.class),
        List.of(),
        row.getBoolean("is_opted_out"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("updated_at", OffsetDateTime.class).toInstant());
  }
}
