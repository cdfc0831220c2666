package rasl.contact;

import java.util.List;
import rasl.db.TenantTx;

/**
 * Counts a tenant's contacts, so that nobody has to look through them: every statement that makes
 * or deletes some is followed by this in its transaction. A connection has a stripe of its own, so
 * that two that count at once rarely wait for each other.
 */
final class ContactTally {
  private ContactTally() {}

  /** Counts the contacts that this transaction has made, and gives them back. */
  static List<Contact> made(TenantTx tx, List<Contact> contacts) {
    add(tx, contacts.size());
    return contacts;
  }

  /** Counts contacts that this transaction has made. */
  static void made(TenantTx tx, int contacts) {
    add(tx, contacts);
  }

  /** Counts contacts that this transaction has deleted. */
  static void deleted(TenantTx tx, int contacts) {
    add(tx, -contacts);
  }

  private static void add(TenantTx tx, int contacts) {
    if (contacts == 0) {
      return;
    }
    tx.update(
        """
        insert into contact_tally as tally (tenant_id, stripe, contacts)
        values (?, pg_backend_pid() % 64, ?)
        on conflict (tenant_id, stripe) do update set contacts = tally.contacts + excluded.contacts
        """,
        tx.tenantId(), (long) contacts);
  }
}
