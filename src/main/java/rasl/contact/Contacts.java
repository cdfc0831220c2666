package rasl.contact;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rasl.db.DatabaseException;
import rasl.db.TenantTx;
import rasl.event.Event;
import rasl.event.EventLog;
import rasl.http.Fields;
import rasl.refusal.Refusal;
import rasl.tenant.TenantSettings;
import rasl.tenant.TenantStore;
import tools.jackson.databind.JsonNode;

/** Makes, changes and deletes single contacts, each with its event. */
final class Contacts {
  private static final String KIND = "contact";

  private final ContactStore store;
  private final ContactWrites writes;
  private final MembershipStore memberships;
  private final Relations relations;
  private final Creation creation;
  private final PlanLimit limit;
  private final TenantStore tenants;
  private final PhoneReader phones;
  private final EventLog events;
  private final Clock clock;

  Contacts(
      ContactStore store,
      ContactWrites writes,
      MembershipStore memberships,
      Relations relations,
      Creation creation,
      PlanLimit limit,
      TenantStore tenants,
      PhoneReader phones,
      EventLog events,
      Clock clock) {
    this.store = store;
    this.writes = writes;
    this.memberships = memberships;
    this.relations = relations;
    this.creation = creation;
    this.limit = limit;
    this.tenants = tenants;
    this.phones = phones;
    this.events = events;
    this.clock = clock;
  }

  /** A contact with what it points to. */
  record Loaded(Contact contact, References references) {}

  Loaded get(TenantTx tx, long id, Set<String> includes) {
    Contact contact = store.byIds(tx, List.of(id)).stream().findFirst().orElseThrow(Contacts::none);
    return new Loaded(
        contact, relations.read(tx, References.Wanted.by(List.of(contact)), includes));
  }

  /** Makes a contact; refuses with all that is wrong with it. */
  Loaded create(TenantTx tx, JsonNode body, String requestId) {
    TenantSettings settings = tenants.settings(tx);
    OptionalLong maximum = settings.enforcedContactLimit();
    List<ContactDraft> drafts = List.of(ContactDraft.of(body, phones, settings.phones()));
    Creation.Rules rules = Creation.Rules.unlimited(false);
    References references = creation.judge(tx, drafts, rules);
    refuseFailed(drafts.getFirst());
    limit.refuseIfReached(tx, maximum);
    List<Contact> made = creation.store(tx, drafts, references, rules, requestId);
    refuseFailed(drafts.getFirst());
    limit.settleOne(tx, maximum);
    return new Loaded(made.getFirst(), references);
  }

  private static void refuseFailed(ContactDraft draft) {
    if (draft.hasFailed()) {
      throw new Refusal.Invalid(draft.errors(), Optional.empty()).thrown();
    }
  }

  /** Changes what was sent; nothing happens where nothing differs. */
  Loaded update(TenantTx tx, long id, Fields fields, String requestId) {
    Contact before = store.lock(tx, List.of(id)).stream().findFirst().orElseThrow(Contacts::none);
    ContactInput input =
        ContactInput.toChange(
            fields, ContactInput.empty(before), phones, tenants.settings(tx).phones());
    Optional<Phone> phone = input.written().flatMap(written -> phone(tx, written, before));
    if (input.written().isPresent() && phone.isEmpty()) {
      fields.fault("phone", PhoneField.INVALID);
    }
    Contact after = Changes.apply(before, input, phone, clock.instant());
    References.Wanted wanted = References.Wanted.by(List.of(after));
    References references = relations.keep(tx, wanted);
    Creation.check(input, references, fields::fault);
    tellTaken(fields, tx, before, after);
    boolean differs = fields.orRefuse(() -> !Changes.same(before, after));
    if (!differs) {
      return new Loaded(before, references);
    }
    store(tx, before, after);
    Event.updated(KIND, id, before, after, references.relationships(after))
        .ifPresent(event -> events.record(tx, event, requestId));
    return new Loaded(after, references);
  }

  /** The phone that is meant: digits that a contact has, this one included, are that contact's. */
  private Optional<Phone> phone(TenantTx tx, WrittenPhone written, Contact before) {
    Set<String> others = writes.taken(tx, Creation.keys(written), List.of(), before.id()).phones();
    return written.meant(
        phone -> others.contains(phone.digits()) || phone.international().equals(before.phone()));
  }

  private void tellTaken(Fields fields, TenantTx tx, Contact before, Contact after) {
    @Nullable String phone = changed(ContactWrites.phoneKey(before), ContactWrites.phoneKey(after));
    @Nullable String email = changed(ContactWrites.emailKey(before), ContactWrites.emailKey(after));
    ContactWrites.Taken taken = writes.taken(tx, present(phone), present(email), after.id());
    if (!taken.phones().isEmpty()) {
      fields.fault("phone", Creation.TAKEN_PHONE);
    }
    if (!taken.emails().isEmpty()) {
      fields.fault("email", Creation.TAKEN_EMAIL);
    }
  }

  private static List<String> present(@Nullable String value) {
    return value == null ? List.of() : List.of(value);
  }

  private static @Nullable String changed(@Nullable String before, @Nullable String after) {
    return after != null && after.equals(before) ? null : after;
  }

  private void store(TenantTx tx, Contact before, Contact after) {
    try {
      tx.<Boolean>attempt(
          () -> {
            writes.update(tx, after);
            return true;
          });
    } catch (DatabaseException e) {
      throw e.isUniqueViolation() ? takenJustNow(tx, after) : e;
    }
    if (!before.groupId().equals(after.groupId())) {
      memberships.replace(tx, after.id(), after.groupId());
    }
  }

  /** Another transaction took phone or email after we looked. */
  private RuntimeException takenJustNow(TenantTx tx, Contact after) {
    List<String> email = present(ContactWrites.emailKey(after));
    boolean byEmail = !writes.taken(tx, List.of(), email, after.id()).emails().isEmpty();
    return byEmail
        ? Refusal.Invalid.field("email", Creation.TAKEN_EMAIL).thrown()
        : Refusal.Invalid.field("phone", Creation.TAKEN_PHONE).thrown();
  }

  /** Deletes a contact. */
  void delete(TenantTx tx, long id, String requestId) {
    if (deleteAll(tx, List.of(id), requestId) == 0) {
      throw none();
    }
  }

  /** Deletes those of the contacts that exist, and says how many that were. */
  int deleteAll(TenantTx tx, List<Long> ids, String requestId) {
    List<Contact> last = store.lock(tx, ids);
    if (last.isEmpty()) {
      return 0;
    }
    References references = relations.keep(tx, References.Wanted.by(last));
    writes.delete(tx, last.stream().map(Contact::id).toList());
    events.recordAll(
        tx,
        last.stream()
            .map(c -> Event.deleted(KIND, c.id(), c, references.relationships(c)))
            .toList(),
        last.stream().map(_ -> requestId).toList());
    return last.size();
  }

  private static RuntimeException none() {
    return new Refusal.NotFound("Contact").thrown();
  }
}
