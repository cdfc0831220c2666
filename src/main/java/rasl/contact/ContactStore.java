package rasl.contact;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import rasl.db.TenantTx;
import rasl.http.PlainText;
import rasl.tenant.TenantSettings;

/** The SQL that finds contacts, and makes those that messages need. */
public final class ContactStore {

  /** The contacts that have these phones. */
  public List<Contact> byPhones(TenantTx tx, Collection<String> digits) {
    return tx.query(
        "select %s from contact where tenant_id = ? and phone_key = any(?)"
            .formatted(ContactRows.COLUMNS),
        ContactRows::read,
        tx.tenantId(),
        digits.toArray(String[]::new));
  }

  /** As {@link #byPhones}; none of them can be deleted until the transaction ends. */
  public List<Contact> keepByPhones(TenantTx tx, Collection<String> digits) {
    return tx.query(
        "select %s from contact where tenant_id = ? and phone_key = any(?) order by id for key share"
            .formatted(ContactRows.COLUMNS),
        ContactRows::read,
        tx.tenantId(),
        digits.toArray(String[]::new));
  }

  /** As {@link #byIds}; none of them can be deleted until the transaction ends. */
  public List<Contact> keepByIds(TenantTx tx, Collection<Long> ids) {
    return tx.query(
        "select %s from contact where tenant_id = ? and id = any(?) order by id for key share"
            .formatted(ContactRows.COLUMNS),
        ContactRows::read,
        tx.tenantId(),
        ids.toArray(Long[]::new));
  }

  /**
   * Notes WhatsApp's own ids of contacts whose phone is another one, where none is known.
   *
   * @param ids by the contact's id
   */
  public void learnWhatsAppIds(TenantTx tx, Map<Long, String> ids) {
    if (ids.isEmpty()) {
      return;
    }
    tx.update(
        """
        update contact set wa_id = input.wa_id
        from unnest(?, ?) as input (id, wa_id)
        where contact.tenant_id = ? and contact.id = input.id and contact.wa_id is null
          and not exists (
            select from contact other
            where other.tenant_id = ? and other.id <> input.id
              and (other.wa_id = input.wa_id or other.phone_key = input.wa_id))
        """,
        ids.keySet().toArray(Long[]::new),
        ids.values().toArray(String[]::new),
        tx.tenantId(),
        tx.tenantId());
  }

  /** The contacts that have these ids. */
  public List<Contact> byIds(TenantTx tx, Collection<Long> ids) {
    return tx.query(
        "select %s from contact where tenant_id = ? and id = any(?)".formatted(ContactRows.COLUMNS),
        ContactRows::read,
        tx.tenantId(),
        ids.toArray(Long[]::new));
  }

  /** Those of the ids that a contact has. */
  Set<Long> existing(TenantTx tx, Collection<Long> ids) {
    return new HashSet<>(
        tx.query(
            "select id from contact where tenant_id = ? and id = any(?)",
            row -> row.getLong("id"),
            tx.tenantId(),
            ids.toArray(Long[]::new)));
  }

  /** As {@link #byIds}, by id and kept from change until the transaction ends. */
  List<Contact> lock(TenantTx tx, Collection<Long> ids) {
    return tx.query(
        "select %s from contact where tenant_id = ? and id = any(?) order by id for update"
            .formatted(ContactRows.COLUMNS),
        ContactRows::read,
        tx.tenantId(),
        ids.toArray(Long[]::new));
  }

  /**
   * As {@link #lock}, for changes that leave the contact its phone and its id: whoever only keeps
   * it from deletion neither waits nor is waited for.
   */
  List<Contact> lockToMark(TenantTx tx, Collection<Long> ids) {
    return tx.query(
        "select %s from contact where tenant_id = ? and id = any(?) order by id for no key update"
            .formatted(ContactRows.COLUMNS),
        ContactRows::read,
        tx.tenantId(),
        ids.toArray(Long[]::new));
  }

  /** The ids of some contacts that are assigned to a member. */
  List<Long> assignedTo(TenantTx tx, long member, int most) {
    return tx.query(
        "select id from contact where tenant_id = ? and assigned_id = ? order by id limit ?",
        row -> row.getLong("id"),
        tx.tenantId(),
        member,
        most);
  }

  /** Notes when a contact gave a word; false where a later one is known. The contact is locked. */
  boolean takeWord(TenantTx tx, long contact, Instant at) {
    return tx.update(
            """
            update contact set keyword_at = ?
            where tenant_id = ? and id = ? and (keyword_at is null or keyword_at <= ?)
            """,
            at,
            tx.tenantId(),
            contact,
            at)
        == 1;
  }

  /**
   * Opts a contact out, or in again.
   *
   * @param quietSince whoever was told of the same since then is not told again
   * @return whether the contact is to be told, and counts as told now
   */
  boolean setOptedOut(
      TenantTx tx, long contact, boolean optedOut, Instant now, Instant quietSince) {
    String column = optedOut ? "opt_out_told_at" : "opt_in_told_at";
    tx.update(
        "update contact set is_opted_out = ?, updated_at = ? where tenant_id = ? and id = ?",
        optedOut,
        now,
        tx.tenantId(),
        contact);
    return tell(tx, contact, column, now, quietSince);
  }

  /** Notes that a contact is told that marketing stops; false where they were told of late. */
  boolean tellOfMarketing(TenantTx tx, long contact, Instant now, Instant quietSince) {
    return tell(tx, contact, "marketing_told_at", now, quietSince);
  }

  /** The same of opting in again. */
  boolean tellOfOptIn(TenantTx tx, long contact, Instant now, Instant quietSince) {
    return tell(tx, contact, "opt_in_told_at", now, quietSince);
  }

  private static boolean tell(
      TenantTx tx, long contact, String column, Instant now, Instant quietSince) {
    return tx.update(
            """
            update contact set %1$s = ?
            where tenant_id = ? and id = ? and (%1$s is null or %1$s < ?)
            """
                .formatted(column),
            now,
            tx.tenantId(),
            contact,
            quietSince)
        == 1;
  }

  /** How many contacts the tenant has, at no more cost where they are many. */
  public long count(TenantTx tx) {
    return tx.first(
            """
            select coalesce(sum(contacts), 0)::bigint as contacts from contact_tally
            where tenant_id = ?
            """,
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
    return ContactTally.made(
        tx,
        tx.query(
            """
            insert into contact (tenant_id, firstname, firstname_key, lastname, lastname_key, type,
              phone_key, search_key, status_id, source_id, assigned_id, created_at, updated_at)
            select ?, firstname, firstname_key, '', '', 'lead', phone_key, search_key, ?, ?, ?, ?, ?
            from unnest(?, ?, ?, ?) as input (firstname, firstname_key, phone_key, search_key)
            order by phone_key
            on conflict do nothing
            returning %s
            """
                .formatted(ContactRows.COLUMNS),
            ContactRows::read,
            tx.tenantId(),
            defaults.defaultStatus().orElse(null),
            defaults.defaultSource().orElse(null),
            defaults.defaultAssignee().memberId(),
            now,
            now,
            firstnames.values().toArray(String[]::new),
            firstnames.values().stream().map(PlainText::folded).toArray(String[]::new),
            firstnames.keySet().toArray(String[]::new),
            ContactWrites.searchKeys(firstnames.values())));
  }
}
