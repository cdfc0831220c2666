package rasl.contact;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rasl.db.TenantTx;
import rasl.http.PlainText;
import rasl.tenant.TenantSettings;

/** The SQL of the names that WhatsApp has for contacts. */
final class WhatsAppIdStore {

  /**
   * A contact with WhatsApp's names for it.
   *
   * @param waId WhatsApp's digits where they differ from the phone
   */
  record Named(Contact contact, @Nullable String waId, @Nullable String userId) {
    long id() {
      return contact.id();
    }
  }

  /**
   * The contacts that WhatsApp means by these digits, by the digits as given: one whose {@code
   * wa_id} they are, else one whose phone they are, else one whose phone they may be (see {@link
   * Phone#candidates}).
   */
  Map<String, Named> byPhones(TenantTx tx, Collection<String> phones) {
    record Found(String asked, Named contact) {}
    if (phones.isEmpty()) {
      return Map.of();
    }
    var asked = phones.stream().distinct().toList();
    var all = asked.stream().map(id -> new Phone(id).candidates()).toList();
    List<Found> found =
        tx.query(
            """
            select input.asked, contact.wa_id, contact.whatsapp_user_id, %s
            from unnest(?, ?, ?) as input (asked, first, second)
            join contact on contact.tenant_id = ?
              and (contact.wa_id = input.asked
                or contact.phone_key = input.first or contact.phone_key = input.second)
            order by (contact.wa_id = input.asked) is not true,
              (contact.phone_key = input.first) is not true
            """
                .formatted(ContactRows.COLUMNS),
            row -> new Found(row.getString("asked"), read(row)),
            asked.toArray(String[]::new),
            all.stream().map(List::getFirst).toArray(String[]::new),
            all.stream().map(List::getLast).toArray(String[]::new),
            tx.tenantId());
    Map<String, Named> best = new HashMap<>();
    found.forEach(one -> best.putIfAbsent(one.asked(), one.contact()));
    return best;
  }

  /** The contacts that have these user ids, by user id. */
  Map<String, Named> byUserIds(TenantTx tx, Collection<String> userIds) {
    Map<String, Named> found = new HashMap<>();
    if (!userIds.isEmpty()) {
      tx.query(
              """
              select contact.wa_id, contact.whatsapp_user_id, %s from contact
              where contact.tenant_id = ? and contact.whatsapp_user_id = any(?)
              """
                  .formatted(ContactRows.COLUMNS),
              WhatsAppIdStore::read,
              tx.tenantId(),
              userIds.stream().distinct().toArray(String[]::new))
          .forEach(one -> found.put(String.valueOf(one.userId()), one));
    }
    return found;
  }

  /** Which of these belong to contacts that have a phone: of those there is nothing to learn. */
  Set<String> settled(TenantTx tx, Collection<String> userIds) {
    return new HashSet<>(
        tx.query(
            """
            select whatsapp_user_id from contact
            where tenant_id = ? and whatsapp_user_id = any(?) and phone_key is not null
            """,
            row -> row.getString("whatsapp_user_id"),
            tx.tenantId(),
            userIds.toArray(String[]::new)));
  }

  private static final String INSERT_LEADS =
      """
      insert into contact (tenant_id, firstname, firstname_key, lastname, lastname_key, type,
        phone_key, wa_id, whatsapp_user_id, search_key, status_id, source_id, assigned_id,
        created_at, updated_at)
      select ?, firstname, firstname_key, '', '', 'lead', phone_key, wa_id, user_id, search_key,
        ?, ?, ?, ?, ?
      from unnest(?, ?, ?, ?, ?, ?)
        as input (firstname, firstname_key, phone_key, wa_id, user_id, search_key)
      on conflict do nothing
      returning
      """
          + ContactRows.COLUMNS;

  /** Makes leads with the tenant's defaults; whoever has a contact already is passed over. */
  List<Contact> insertLeads(
      TenantTx tx, Map<WhatsAppUser, String> names, TenantSettings defaults, Instant now) {
    // Who is named twice over goes first: the others in the group may be the same person.
    List<WhatsAppUser> users =
        names.keySet().stream()
            .sorted(
                java.util.Comparator.comparing((WhatsAppUser u) -> !(u.hasPhone() && u.hasUserId()))
                    .thenComparing(WhatsAppUser::phone)
                    .thenComparing(WhatsAppUser::userId))
            .toList();
    List<String> firstnames = users.stream().map(names::get).toList();
    return ContactTally.made(
        tx,
        tx.query(
            INSERT_LEADS,
            ContactRows::read,
            tx.tenantId(),
            defaults.defaultStatus().orElse(null),
            defaults.defaultSource().orElse(null),
            defaults.defaultAssignee().memberId(),
            now,
            now,
            firstnames.toArray(String[]::new),
            firstnames.stream().map(PlainText::folded).toArray(String[]::new),
            users.stream().map(u -> u.hasPhone() ? u.phoneKey() : null).toArray(String[]::new),
            users.stream()
                .map(u -> u.hasPhone() ? u.waId(u.phoneKey()).orElse(null) : null)
                .toArray(String[]::new),
            users.stream().map(u -> u.hasUserId() ? u.userId() : null).toArray(String[]::new),
            ContactWrites.searchKeys(firstnames)));
  }

  /** Locks contacts, so that what is decided about them holds. */
  void lock(TenantTx tx, Collection<Long> ids) {
    lock(tx, ids, "for update");
  }

  /** As {@link ContactStore#lockToMark}. */
  private static void lockToMark(TenantTx tx, Collection<Long> ids) {
    lock(tx, ids, "for no key update");
  }

  private static void lock(TenantTx tx, Collection<Long> ids, String how) {
    tx.query(
        "select id from contact where tenant_id = ? and id = any(?) order by id " + how,
        row -> row.getLong("id"),
        tx.tenantId(),
        ids.toArray(Long[]::new));
  }

  /** Notes a user id; null takes it away. Fails with a unique violation where another has it. */
  void setUserId(TenantTx tx, long contact, @Nullable String userId) {
    tx.update(
        "update contact set whatsapp_user_id = ? where tenant_id = ? and id = ?",
        userId,
        tx.tenantId(),
        contact);
  }

  /** Notes user ids of contacts that have none; those that another contact has are left. */
  void learnUserIds(TenantTx tx, Map<Long, String> userIds) {
    lockToMark(tx, userIds.keySet());
    tx.update(
        """
        update contact set whatsapp_user_id = input.user_id
        from unnest(?, ?) as input (id, user_id)
        where contact.tenant_id = ? and contact.id = input.id and contact.whatsapp_user_id is null
          and not exists (
            select from contact other
            where other.tenant_id = ? and other.whatsapp_user_id = input.user_id)
        """,
        userIds.keySet().toArray(Long[]::new),
        userIds.values().toArray(String[]::new),
        tx.tenantId(),
        tx.tenantId());
  }

  /** Notes WhatsApp's digits beside the phone; fails where another contact has them. */
  void setWaId(TenantTx tx, long contact, @Nullable String waId) {
    tx.update(
        "update contact set wa_id = ? where tenant_id = ? and id = ?",
        waId,
        tx.tenantId(),
        contact);
  }

  /** Gives a contact another phone; fails with a unique violation where another has it. */
  void setPhone(
      TenantTx tx, long contact, String phoneKey, @Nullable String waId, Instant updatedAt) {
    tx.update(
        """
        update contact set phone_key = ?, wa_id = ?, updated_at = ?
        where tenant_id = ? and id = ?
        """,
        phoneKey,
        waId,
        updatedAt,
        tx.tenantId(),
        contact);
  }

  /**
   * Notes who stopped marketing messages, and who resumed them; what is older than what is known
   * changes nothing.
   *
   * @return the contacts whose choice changed
   */
  List<Long> setMarketing(TenantTx tx, Map<Long, Boolean> stopped, Map<Long, Instant> at) {
    List<Long> ids = stopped.keySet().stream().sorted().toList();
    lockToMark(tx, ids);
    return tx.query(
        """
        update contact set marketing_stopped = input.stopped, marketing_changed_at = input.at
        from unnest(?, ?, ?) as input (id, stopped, at),
          contact as before
        where contact.tenant_id = ? and contact.id = input.id
          and before.tenant_id = contact.tenant_id and before.id = contact.id
          and (contact.marketing_changed_at is null or contact.marketing_changed_at <= input.at)
        returning contact.id, before.marketing_stopped <> input.stopped as changed
        """,
        row -> row.getBoolean("changed") ? row.getLong("id") : 0L,
        ids.toArray(Long[]::new),
        ids.stream().map(stopped::get).toArray(Boolean[]::new),
        ids.stream().map(at::get).toArray(Instant[]::new),
        tx.tenantId());
  }

  /** Which of these contacts stopped marketing messages in WhatsApp itself. */
  Set<Long> marketingStopped(TenantTx tx, Collection<Long> contacts) {
    return new HashSet<>(
        tx.query(
            """
            select id from contact
            where tenant_id = ? and id = any(?) and marketing_stopped
            """,
            row -> row.getLong("id"),
            tx.tenantId(),
            contacts.toArray(Long[]::new)));
  }

  private static Named read(ResultSet row) throws SQLException {
    return new Named(
        ContactRows.read(row), row.getString("wa_id"), row.getString("whatsapp_user_id"));
  }
}
