package rasl.contact;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import rasl.db.TenantTx;
import rasl.http.PlainText;
import rasl.text.Folding;

/** The SQL that makes, changes and deletes contacts. */
final class ContactWrites {

  /** The phones and emails, by their keys, that belong to other contacts. */
  record Taken(Set<String> phones, Set<String> emails) {
    Taken and(Taken more) {
      return new Taken(union(phones, more.phones), union(emails, more.emails));
    }

    private static Set<String> union(Set<String> some, Set<String> more) {
      var all = new HashSet<>(some);
      all.addAll(more);
      return all;
    }
  }

  /** Which of these belong to a contact. */
  Taken taken(TenantTx tx, Collection<String> phones, Collection<String> emails) {
    return taken(tx, phones, emails, 0);
  }

  /**
   * Which of these belong to a contact.
   *
   * @param except the contact that may have them; 0 for none
   */
  Taken taken(TenantTx tx, Collection<String> phones, Collection<String> emails, long except) {
    return new Taken(
        phones.isEmpty() ? Set.of() : takenPhones(tx, phones.toArray(String[]::new), except),
        emails.isEmpty() ? Set.of() : takenEmails(tx, emails.toArray(String[]::new), except));
  }

  private static Set<String> takenPhones(TenantTx tx, String[] digits, long except) {
    return new HashSet<>(
        tx.query(
            """
            select phone_key as key from contact
            where tenant_id = ? and phone_key = any(?) and id <> ?
            union
            select wa_id from contact where tenant_id = ? and wa_id = any(?) and id <> ?
            """,
            row -> row.getString("key"),
            tx.tenantId(),
            digits,
            except,
            tx.tenantId(),
            digits,
            except));
  }

  private static Set<String> takenEmails(TenantTx tx, String[] keys, long except) {
    return new HashSet<>(
        tx.query(
            """
            select email_key as key from contact
            where tenant_id = ? and email_key = any(?) and id <> ?
            """,
            row -> row.getString("key"),
            tx.tenantId(),
            keys,
            except));
  }

  /** Draws the ids of contacts to be made. */
  List<Long> drawIds(TenantTx tx, int count) {
    return tx.query(
        "select nextval('contact_id_seq') as id from generate_series(1, ?)",
        row -> row.getLong("id"),
        count);
  }

  /** All columns of a contact but its tenant, in the order of {@link #columns}. */
  static final String COLUMNS =
      """
      id, firstname, firstname_key, lastname, lastname_key,
        company, type, email, email_key, phone_key, description, city, state, zip, address,
        status_id, source_id, country_id, assigned_id, is_opted_out, created_at, updated_at,
        search_key
      """
          .strip();

  /** In the order of the phones, so that two that store the same ones do not wait crosswise. */
  private static final String INSERT =
      """
      insert into contact (tenant_id, %1$s)
      select ?, %1$s
      from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) as input
        (%1$s)
      order by phone_key
      """
          .formatted(COLUMNS);

  /**
   * Stores contacts, but for those whose phone or email somebody took in the meantime.
   *
   * @return the ids of those stored
   */
  Set<Long> insert(TenantTx tx, List<Contact> contacts) {
    var stored =
        new HashSet<>(
            tx.query(
                INSERT + "on conflict do nothing returning id",
                row -> row.getLong("id"),
                parameters(tx, contacts)));
    ContactTally.made(tx, stored.size());
    return stored;
  }

  /**
   * Stores contacts in less time; fails with a unique violation where somebody took a phone or an
   * email in the meantime.
   */
  void insertFree(TenantTx tx, List<Contact> contacts) {
    ContactTally.made(tx, tx.update(INSERT, parameters(tx, contacts)));
  }

  private static @Nullable Object[] parameters(TenantTx tx, List<Contact> contacts) {
    var parameters = new ArrayList<@Nullable Object>();
    parameters.add(tx.tenantId());
    parameters.addAll(columns(contacts));
    return parameters.toArray();
  }

  /** Contacts as the arrays of {@link #COLUMNS}. */
  static List<Object> columns(List<Contact> contacts) {
    return List.of(
        numbers(contacts, Contact::id),
        texts(contacts, Contact::firstname),
        texts(contacts, contact -> PlainText.folded(contact.firstname())),
        texts(contacts, Contact::lastname),
        texts(contacts, contact -> PlainText.folded(contact.lastname())),
        texts(contacts, Contact::company),
        texts(contacts, Contact::type),
        texts(contacts, Contact::email),
        texts(contacts, ContactWrites::emailKey),
        texts(contacts, ContactWrites::phoneKey),
        texts(contacts, Contact::description),
        texts(contacts, Contact::city),
        texts(contacts, Contact::state),
        texts(contacts, Contact::zip),
        texts(contacts, Contact::address),
        numbers(contacts, Contact::statusId),
        numbers(contacts, Contact::sourceId),
        numbers(contacts, Contact::countryId),
        numbers(contacts, Contact::assignedId),
        contacts.stream().map(Contact::isOptedOut).toArray(Boolean[]::new),
        contacts.stream().map(Contact::createdAt).toArray(Instant[]::new),
        contacts.stream().map(Contact::updatedAt).toArray(Instant[]::new),
        texts(contacts, ContactWrites::searchKey));
  }

  /**
   * Changes a contact; what WhatsApp calls it belongs to its phone, and goes when that changes.
   * Fails with a unique violation where phone or email are taken.
   */
  void update(TenantTx tx, Contact contact) {
    @Nullable String phone = phoneKey(contact);
    tx.update(
        """
        update contact set firstname = ?, firstname_key = ?, lastname = ?, lastname_key = ?,
          company = ?, type = ?, email = ?, email_key = ?,
          wa_id = case when phone_key = ? then wa_id end,
          whatsapp_user_id = case when phone_key <> ? then null else whatsapp_user_id end,
          phone_key = ?, description = ?, city = ?, state = ?, zip = ?, address = ?,
          status_id = ?, source_id = ?, country_id = ?, assigned_id = ?, is_opted_out = ?,
          updated_at = ?, search_key = ?
        where tenant_id = ? and id = ?
        """,
        contact.firstname(),
        PlainText.folded(contact.firstname()),
        contact.lastname(),
        PlainText.folded(contact.lastname()),
        contact.company(),
        contact.type(),
        contact.email(),
        emailKey(contact),
        phone,
        phone,
        phone,
        contact.description(),
        contact.city(),
        contact.state(),
        contact.zip(),
        contact.address(),
        contact.statusId(),
        contact.sourceId(),
        contact.countryId(),
        contact.assignedId(),
        contact.isOptedOut(),
        contact.updatedAt(),
        searchKey(contact),
        tx.tenantId(),
        contact.id());
  }

  /** Notes that something about these contacts changed. */
  void touch(TenantTx tx, Collection<Long> ids, Instant now) {
    tx.update(
        "update contact set updated_at = ? where tenant_id = ? and id = any(?)",
        now,
        tx.tenantId(),
        ids.toArray(Long[]::new));
  }

  /** Leaves contacts to nobody. */
  void assignToNobody(TenantTx tx, Collection<Long> ids, Instant now) {
    tx.update(
        """
        update contact set assigned_id = null, updated_at = ?
        where tenant_id = ? and id = any(?)
        """,
        now,
        tx.tenantId(),
        ids.toArray(Long[]::new));
  }

  /** Deletes contacts that are locked; their messages stay, without the link. */
  void delete(TenantTx tx, Collection<Long> ids) {
    Long[] all = ids.toArray(Long[]::new);
    tx.update(
        "update message set contact_id = null where tenant_id = ? and contact_id = any(?)",
        tx.tenantId(),
        all);
    tx.update(
        "delete from contact_group_member where tenant_id = ? and contact_id = any(?)",
        tx.tenantId(),
        all);
    ContactTally.deleted(
        tx,
        tx.update("delete from contact where tenant_id = ? and id = any(?)", tx.tenantId(), all));
  }

  static @Nullable String phoneKey(Contact contact) {
    return contact.phone() == null ? null : contact.phone().substring(1);
  }

  static @Nullable String emailKey(Contact contact) {
    return contact.email() == null ? null : PlainText.folded(contact.email());
  }

  /** What searches find, but for the phone. */
  private static @Nullable String searchKey(Contact contact) {
    return Folding.key(
        List.of(
            contact.firstname() + " " + contact.lastname(),
            contact.company() == null ? "" : contact.company(),
            contact.email() == null ? "" : contact.email()));
  }

  /** The same of contacts that have a first name only. */
  static @Nullable String[] searchKeys(Collection<String> firstnames) {
    Stream<@Nullable String> keys =
        firstnames.stream().map(name -> Folding.key(List.of(name + " ", "", "")));
    return keys.toArray(String[]::new);
  }

  private static @Nullable String[] texts(
      List<Contact> contacts, Function<Contact, @Nullable String> column) {
    Stream<@Nullable String> values = contacts.stream().map(column);
    return values.toArray(String[]::new);
  }

  private static @Nullable Long[] numbers(
      List<Contact> contacts, Function<Contact, @Nullable Long> column) {
    Stream<@Nullable Long> values = contacts.stream().map(column);
    return values.toArray(Long[]::new);
  }
}
