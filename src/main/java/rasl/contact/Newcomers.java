package rasl.contact;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import rasl.db.TenantTx;
import rasl.event.Event;
import rasl.event.EventLog;
import rasl.http.Faults;
import rasl.http.PlainText;
import rasl.refusal.Refusal;
import rasl.tenant.TenantSettings;

/** Makes the contacts of sends that say more of them than their phone. */
public final class Newcomers {
  private static final String TAKEN = "The contact.email has already been taken.";

  private final ContactStore store;
  private final ContactWrites writes;
  private final MembershipStore memberships;
  private final Relations relations;
  private final EventLog events;

  Newcomers(
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

  /** Why no such contact can be made: what it names does not exist, or its email is another's. */
  public Optional<Refusal> refusal(TenantTx tx, Newcomer said) {
    References found =
        relations.keep(
            tx,
            new References.Wanted(
                Set.of(),
                Set.of(),
                Set.copyOf(said.groups()),
                said.assignedId().stream().collect(Collectors.toSet())));
    Faults faults = missing(said, found);
    if (isTaken(tx, said)) {
      faults.add("contact.email", TAKEN);
    }
    return faults.refusal();
  }

  private static Faults missing(Newcomer said, References found) {
    var faults = new Faults();
    said.assignedId()
        .filter(id -> !found.members().containsKey(id))
        .ifPresent(
            _ ->
                faults.add(
                    "contact.assigned_id", "The contact.assigned_id is not the id of a member."));
    said.groups().stream()
        .filter(id -> !found.groups().containsKey(id))
        .map(id -> "The contact.groups field holds " + id + ", which is not a group.")
        .forEach(words -> faults.add("contact.groups", words));
    return faults;
  }

  private boolean isTaken(TenantTx tx, Newcomer said) {
    return said.email().isPresent()
        && !writes
            .taken(tx, Set.of(), Set.of(PlainText.folded(said.email().get())), 0)
            .emails()
            .isEmpty();
  }

  /**
   * Makes the contact, with its event; where somebody made one with this phone in the meantime,
   * that one is it.
   *
   * @param requestId of the request that causes it; null where none does
   * @throws rasl.refusal.RefusedException where the email was taken in the meantime
   */
  public Contact make(
      TenantTx tx,
      Newcomer said,
      Phone phone,
      TenantSettings defaults,
      @Nullable String requestId,
      Instant now) {
    Contact contact = said.contact(writes.drawIds(tx, 1).getFirst(), phone, defaults, now);
    if (writes.insert(tx, List.of(contact)).isEmpty()) {
      return store.byPhones(tx, Set.of(phone.digits())).stream()
          .findFirst()
          .orElseThrow(() -> Refusal.Invalid.field("contact.email", TAKEN).thrown());
    }
    memberships.insertAll(tx, List.of(contact));
    References shown = relations.keep(tx, References.Wanted.by(List.of(contact)));
    events.recordAll(
        tx,
        List.of(Event.created("contact", contact.id(), contact, shown.relationships(contact))),
        Arrays.asList(requestId));
    return contact;
  }
}
