package rasl.contact;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import rasl.db.TenantTx;
import rasl.event.Event;
import rasl.event.EventLog;
import rasl.http.Faults;
import rasl.refusal.Refusal;

/** Puts contacts into groups and takes them out, each with the event that the contact changed. */
final class GroupMembers {
  private final ContactStore store;
  private final ContactWrites writes;
  private final MembershipStore memberships;
  private final Relations relations;
  private final EventLog events;
  private final Clock clock;

  GroupMembers(
      ContactStore store,
      ContactWrites writes,
      MembershipStore memberships,
      Relations relations,
      EventLog events,
      Clock clock) {
    this.store = store;
    this.writes = writes;
    this.memberships = memberships;
    this.relations = relations;
    this.events = events;
    this.clock = clock;
  }

  /** Refuses where the group, or one of the contacts, does not exist. */
  void check(TenantTx tx, long group, List<Long> ids) {
    relations.groups().get(tx, group);
    refuseUnknown(ids, store.existing(tx, ids));
  }

  /**
   * Puts contacts into a group, and says how many were no members before; all must exist. They are
   * locked until the transaction ends, but for sends, which only keep them from deletion.
   */
  int add(TenantTx tx, long group, List<Long> ids, String requestId) {
    keep(tx, group);
    List<Contact> before = store.lockToMark(tx, ids.stream().distinct().toList());
    refuseUnknown(ids, before.stream().map(Contact::id).collect(Collectors.toSet()));
    return put(tx, group, before, requestId);
  }

  /** As {@link #add}; those that do not exist are passed over. */
  int addExisting(TenantTx tx, long group, List<Long> ids, String requestId) {
    keep(tx, group);
    return put(tx, group, store.lockToMark(tx, ids), requestId);
  }

  private int put(TenantTx tx, long group, List<Contact> before, String requestId) {
    Set<Long> added = memberships.add(tx, group, before.stream().map(Contact::id).toList());
    tell(tx, before, added, requestId);
    return added.size();
  }

  /** Takes contacts out of a group, and says how many were members. */
  int remove(TenantTx tx, long group, List<Long> ids, String requestId) {
    keep(tx, group);
    List<Contact> before = store.lockToMark(tx, ids);
    Set<Long> removed = memberships.remove(tx, group, ids);
    tell(tx, before, removed, requestId);
    return removed.size();
  }

  private void keep(TenantTx tx, long group) {
    if (relations.groups().keep(tx, List.of(group)).isEmpty()) {
      throw new Refusal.NotFound("Group").thrown();
    }
  }

  private static void refuseUnknown(List<Long> ids, Set<Long> known) {
    var faults = new Faults();
    for (int i = 0; i < ids.size(); i++) {
      if (!known.contains(ids.get(i))) {
        faults.add("contact_ids." + i, ids.get(i) + " is not the id of a contact.");
      }
    }
    faults.refuseIfAny();
  }

  private void tell(TenantTx tx, List<Contact> all, Set<Long> changed, String requestId) {
    if (changed.isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    writes.touch(tx, changed, now);
    Map<Long, Contact> after =
        store.byIds(tx, changed).stream().collect(Collectors.toMap(Contact::id, c -> c));
    References references = relations.keep(tx, References.Wanted.by(after.values()));
    var told = new ArrayList<Event>();
    for (Contact before : all) {
      Contact changedOne = after.get(before.id());
      if (changedOne != null) {
        Event.updated(
                "contact", before.id(), before, changedOne, references.relationships(changedOne))
            .ifPresent(told::add);
      }
    }
    events.recordAll(tx, told, told.stream().map(_ -> requestId).toList());
  }
}
