package rasl.contact;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.http.Faults;
import rasl.http.Fields;
import rasl.http.JsonFields;
import rasl.refusal.Refusal;
import rasl.refusal.RefusedException;
import rasl.tenant.PhoneRules;
import tools.jackson.databind.JsonNode;

/**
 * One contact on its way through {@link Creation}: what was sent, and what came of it so far. It is
 * filled step by step for a whole batch at once, hence not a record.
 */
final class ContactDraft {
  private static final String ITEM = "contact";

  /** How many faults of one contact are named. */
  private static final int MOST_FAULTS = 20;

  /** What was sent. */
  final JsonNode data;

  /** Its phone, where that could be read, whatever else is wrong. */
  final Optional<WrittenPhone> written;

  /** Its fields, where none is wrong by itself. */
  final @Nullable ContactInput input;

  private final Faults faults;
  @Nullable Phone phone;
  @Nullable Contact contact;
  boolean skipped;

  /** Whether a contact is known to be the one, though it has no phone to be known by. */
  boolean known;

  boolean overLimit;

  private ContactDraft(
      JsonNode data, Optional<WrittenPhone> written, @Nullable ContactInput input, Faults faults) {
    this.data = data;
    this.written = written;
    this.input = input;
    this.faults = faults;
  }

  /** Reads one contact; what is wrong with it is in the draft's errors. */
  static ContactDraft of(JsonNode data, PhoneReader phones, PhoneRules rules) {
    return read(data, phones, rules, ContactInput::toCreate);
  }

  /** As {@link #of}, of a contact that was exported: what it had and lacked then is taken again. */
  static ContactDraft again(JsonNode data, PhoneReader phones, PhoneRules rules) {
    ContactDraft draft = read(data, phones, rules, ContactInput::toCreateAgain);
    Optional<WrittenPhone> asItWas = draft.written.map(WrittenPhone::asItWas);
    return new ContactDraft(data, asItWas, draft.input, draft.faults);
  }

  /** Reads the fields. */
  @FunctionalInterface
  private interface Reading {
    ContactInput read(Fields in, PhoneReader phones, PhoneRules rules);
  }

  private static ContactDraft read(
      JsonNode data, PhoneReader phones, PhoneRules rules, Reading reading) {
    if (!data.isObject()) {
      return broken(data, "The contact must be an object.");
    }
    var faults = new Faults(MOST_FAULTS);
    try {
      ContactInput input = reading.read(JsonFields.of(data, faults), phones, rules);
      return new ContactDraft(data, input.written(), input, faults);
    } catch (RefusedException e) {
      if (!(e.refusal() instanceof Refusal.Invalid)) {
        throw e;
      }
      // Once more, since a refusal carries no phone; reading one is the dearest part of a draft.
      Optional<WrittenPhone> written = PhoneField.ofContact(JsonFields.of(data), phones, rules);
      return new ContactDraft(data, written, null, faults);
    }
  }

  /** One that cannot even be read. */
  static ContactDraft broken(JsonNode data, String why) {
    var draft = new ContactDraft(data, Optional.empty(), null, new Faults(MOST_FAULTS));
    draft.fault(ITEM, why);
    return draft;
  }

  void fault(String field, String message) {
    faults.add(field, message);
  }

  /** Takes back what was said of a field. */
  void forgive(String field) {
    faults.forget(field);
  }

  /** Is passed over, whatever is wrong with it. */
  void skip() {
    faults.clear();
    skipped = true;
  }

  /** What is wrong, by field. */
  Map<String, List<String>> errors() {
    return faults.byField();
  }

  /** Turns it away because of the plan. */
  void refuseForLimit(long limit) {
    overLimit = true;
    fault(ITEM, PlanLimit.reached(limit));
  }

  boolean hasFailed() {
    return !faults.none();
  }

  boolean isAlive() {
    return !hasFailed() && !skipped;
  }

  /** The contact to be stored; known once the draft is judged to be good. */
  Contact knownContact() {
    if (contact == null) {
      throw new IllegalStateException("the draft is not judged");
    }
    return contact;
  }

  void become(long id, ContactInput in, @Nullable Phone number, Instant now) {
    phone = number;
    contact =
        new Contact(
            id,
            in.firstname(),
            in.lastname(),
            in.company(),
            in.type(),
            in.email(),
            number == null ? null : number.international(),
            in.statusId(),
            in.sourceId(),
            in.description(),
            in.city(),
            in.state(),
            in.zip(),
            in.address(),
            in.countryId(),
            in.assignedId(),
            in.groups(),
            in.isOptedOut(),
            now,
            now);
  }
}
