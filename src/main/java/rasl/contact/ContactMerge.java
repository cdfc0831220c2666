package rasl.contact;

import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import rasl.db.TenantTx;
import rasl.event.Event;
import rasl.event.EventLog;

/**
 * Makes one contact of two that are the same person: messages, threads and groups of the one go
 * over to the other, which takes the fields that it lacks; who opted out as either stays out.
 */
final class ContactMerge {
  private static final String KIND = "contact";

  private final ContactStore store;
  private final ContactWrites writes;
  private final MembershipStore memberships;
  private final Relations relations;
  private final EventLog events;

  ContactMerge(
      ContactStore store,
      ContactWrites writes,
      MembershipStore memberships,
      Relations relations,
      EventLog events) {
    this.store = store;
    this.writes = writes;
    this.memberships = memberships;
    this.relations = relations;
    this.events = events;
  }

  /** Whether nobody has worked with a contact since a message made it. */
  boolean isUntouched(Contact contact) {
    return contact.type().equals("lead")
        && contact.lastname().isEmpty()
        && contact.email() == null
        && contact.groupId().isEmpty()
        && contact.createdAt().equals(contact.updatedAt());
  }

  Contact read(TenantTx tx, long id) {
    return store.byIds(tx, List.of(id)).getFirst();
  }

  /** Both are locked; {@code from} is gone afterwards. */
  void merge(TenantTx tx, Contact from, Contact into, Instant now) {
    moveMessages(tx, from.id(), into.id());
    moveThreads(tx, from.id(), into.id());
    takeChoice(tx, from.id(), into.id());
    References references = relations.keep(tx, References.Wanted.by(List.of(from, into)));
    writes.delete(tx, List.of(from.id()));
    Contact merged = merged(from, into, now);
    if (!Changes.same(into, merged)) {
      writes.update(tx, merged);
      memberships.replace(tx, merged.id(), merged.groupId());
      Event.updated(KIND, into.id(), into, merged, references.relationships(merged))
          .ifPresent(event -> events.recordAll(tx, List.of(event)));
    }
    events.recordAll(
        tx, List.of(Event.deleted(KIND, from.id(), from, references.relationships(from))));
  }

  private static void moveMessages(TenantTx tx, long from, long into) {
    tx.update(
        """
        update message set contact_id = ?, conversation_id = coalesce((
          select kept.id from conversation left_over
          join conversation kept on kept.tenant_id = left_over.tenant_id
            and kept.connection_id = left_over.connection_id and kept.contact_id = ?
          where left_over.tenant_id = message.tenant_id
            and left_over.contact_id = ?
            and left_over.id = message.conversation_id), conversation_id)
        where tenant_id = ? and contact_id = ?
        """,
        into,
        into,
        from,
        tx.tenantId(),
        from);
  }

  /** A number's two threads become one; one without another goes over as it is. */
  private static void moveThreads(TenantTx tx, long from, long into) {
    tx.update(
        """
        update conversation set
          last_inbound_at = greatest(conversation.last_inbound_at, left_over.last_inbound_at),
          counted_month = greatest(conversation.counted_month, left_over.counted_month),
          last_message_at = greatest(conversation.last_message_at, left_over.last_message_at),
          unread_count = conversation.unread_count + left_over.unread_count
        from conversation left_over
        where left_over.tenant_id = ? and left_over.contact_id = ?
          and conversation.tenant_id = ? and conversation.contact_id = ?
          and conversation.connection_id = left_over.connection_id
        """,
        tx.tenantId(),
        from,
        tx.tenantId(),
        into);
    dropEmptied(tx, from, into);
    tx.update(
        "update conversation set contact_id = ? where tenant_id = ? and contact_id = ?",
        into,
        tx.tenantId(),
        from);
  }

  private static void dropEmptied(TenantTx tx, long from, long into) {
    tx.update(
        """
        delete from conversation using conversation kept
        where conversation.tenant_id = ? and conversation.contact_id = ?
          and kept.tenant_id = ? and kept.contact_id = ?
          and kept.connection_id = conversation.connection_id
        """,
        tx.tenantId(),
        from,
        tx.tenantId(),
        into);
  }

  /** What was chosen last about marketing holds. */
  private static void takeChoice(TenantTx tx, long from, long into) {
    tx.update(
        """
        update contact set marketing_stopped = other.marketing_stopped,
          marketing_changed_at = other.marketing_changed_at
        from contact other
        where contact.tenant_id = ? and contact.id = ? and other.tenant_id = ? and other.id = ?
          and (contact.marketing_changed_at is null
            or contact.marketing_changed_at < other.marketing_changed_at)
        """,
        tx.tenantId(),
        into,
        tx.tenantId(),
        from);
  }

  private static Contact merged(Contact from, Contact into, Instant now) {
    var groups = new TreeSet<>(into.groupId());
    groups.addAll(from.groupId());
    return new Contact(
        into.id(),
        into.firstname(),
        into.lastname(),
        first(into.company(), from.company()),
        into.type(),
        first(into.email(), from.email()),
        into.phone(),
        first(into.statusId(), from.statusId()),
        first(into.sourceId(), from.sourceId()),
        first(into.description(), from.description()),
        first(into.city(), from.city()),
        first(into.state(), from.state()),
        first(into.zip(), from.zip()),
        first(into.address(), from.address()),
        first(into.countryId(), from.countryId()),
        first(into.assignedId(), from.assignedId()),
        List.copyOf(groups),
        into.isOptedOut() || from.isOptedOut(),
        into.createdAt(),
        now);
  }

  private static <T> @Nullable T first(@Nullable T one, @Nullable T other) {
    return one != null ? one : other;
  }
}
