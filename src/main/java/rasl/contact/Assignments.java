package rasl.contact;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import rasl.db.TenantTx;
import rasl.event.Event;
import rasl.event.EventLog;

/** Which contacts are assigned to a member who leaves. */
public final class Assignments {
  /** So many are changed by one statement. */
  private static final int AT_ONCE = 500;

  private final ContactStore store;
  private final ContactWrites writes;
  private final Relations relations;
  private final EventLog events;
  private final Clock clock;

  Assignments(
      ContactStore store, ContactWrites writes, Relations relations, EventLog events, Clock clock) {
    this.store = store;
    this.writes = writes;
    this.relations = relations;
    this.events = events;
    this.clock = clock;
  }

  /**
   * Leaves all contacts of a member to nobody, each with its event. The caller holds the member's
   * row, so that none is assigned to it meanwhile.
   */
  public void leaveToNobody(TenantTx tx, long member, String requestId) {
    List<Long> ids;
    do {
      ids = store.assignedTo(tx, member, AT_ONCE);
      if (!ids.isEmpty()) {
        leave(tx, member, ids, requestId);
      }
    } while (ids.size() == AT_ONCE);
  }

  private void leave(TenantTx tx, long member, List<Long> found, String requestId) {
    // Some may be somebody else's by the time that they are locked.
    List<Contact> before =
        store.lockToMark(tx, found).stream()
            .filter(contact -> Long.valueOf(member).equals(contact.assignedId()))
            .toList();
    List<Long> ids = before.stream().map(Contact::id).toList();
    Instant now = clock.instant();
    writes.assignToNobody(tx, ids, now);
    Map<Long, Contact> after =
        store.byIds(tx, ids).stream().collect(Collectors.toMap(Contact::id, contact -> contact));
    References references = relations.keep(tx, References.Wanted.by(after.values()));
    var told = new ArrayList<Event>();
    for (Contact old : before) {
      Contact changed = after.get(old.id());
      if (changed != null) {
        Event.updated("contact", old.id(), old, changed, references.relationships(changed))
            .ifPresent(told::add);
      }
    }
    events.recordAll(tx, told, told.stream().map(_ -> requestId).toList());
  }
}
