package rasl.contact;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import rasl.db.TenantTx;

/** The SQL of who is a member of which group. */
final class MembershipStore {

  /** Puts new contacts into their groups. */
  void insertAll(TenantTx tx, List<Contact> contacts) {
    var groups = new ArrayList<Long>();
    var members = new ArrayList<Long>();
    for (Contact contact : contacts) {
      for (Long group : contact.groupId()) {
        groups.add(group);
        members.add(contact.id());
      }
    }
    if (groups.isEmpty()) {
      return;
    }
    tx.update(
        """
        insert into contact_group_member (tenant_id, group_id, contact_id)
        select ?, group_id, contact_id from unnest(?, ?) as input (group_id, contact_id)
        """,
        tx.tenantId(),
        groups.toArray(Long[]::new),
        members.toArray(Long[]::new));
  }

  /** Makes the groups of a contact these and no others. */
  void replace(TenantTx tx, long contact, Collection<Long> groups) {
    Long[] all = groups.toArray(Long[]::new);
    tx.update(
        """
        delete from contact_group_member
        where tenant_id = ? and contact_id = ? and group_id <> all(?)
        """,
        tx.tenantId(),
        contact,
        all);
    tx.update(
        """
        insert into contact_group_member (tenant_id, group_id, contact_id)
        select ?, group_id, ? from unnest(?) as input (group_id)
        on conflict do nothing
        """,
        tx.tenantId(),
        contact,
        all);
  }

  /** Puts contacts into a group; gives those that were no members before. */
  Set<Long> add(TenantTx tx, long group, Collection<Long> contacts) {
    return new HashSet<>(
        tx.query(
            """
            insert into contact_group_member (tenant_id, group_id, contact_id)
            select ?, ?, contact_id from unnest(?) as input (contact_id)
            on conflict do nothing
            returning contact_id
            """,
            row -> row.getLong("contact_id"),
            tx.tenantId(),
            group,
            contacts.toArray(Long[]::new)));
  }

  /** Takes contacts out of a group; gives those that were members. */
  Set<Long> remove(TenantTx tx, long group, Collection<Long> contacts) {
    return new HashSet<>(
        tx.query(
            """
            delete from contact_group_member
            where tenant_id = ? and group_id = ? and contact_id = any(?)
            returning contact_id
            """,
            row -> row.getLong("contact_id"),
            tx.tenantId(),
            group,
            contacts.toArray(Long[]::new)));
  }
}
