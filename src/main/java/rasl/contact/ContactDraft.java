package rasl.contact;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.http.JsonFields;
import rasl.refusal.Refusal;
import rasl.refusal.RefusedException;
import tools.jackson.databind.JsonNode;

/**
 * One contact on its way through {@link Creation}: what was sent, and what came of it so far. It is
 * filled step by step for a whole batch at once, hence not a record.
 */
final class ContactDraft {
  private static final String ITEM = "contact";

  /** What was sent. */
  final JsonNode data;

  /** Its phone, where that could be read, whatever else is wrong. */
  final Optional<WrittenPhone> written;

  /** Its fields, where none is wrong by itself. */
  final @Nullable ContactInput input;

  final Map<String, List<String>> errors = new LinkedHashMap<>();
  @Nullable Phone phone;
  @Nullable Contact contact;
  boolean skipped;
  boolean overLimit;

  private ContactDraft(
      JsonNode data, Optional<WrittenPhone> written, @Nullable ContactInput input) {
    this.data = data;
    this.written = written;
    this.input = input;
  }

  /** Reads one contact; what is wrong with it is in the draft's errors. */
  static ContactDraft of(JsonNode data, PhoneReader phones, String country) {
    if (!data.isObject()) {
      return broken(data, "The contact must be an object.");
    }
    try {
      ContactInput input = ContactInput.toCreate(JsonFields.of(data), phones, country);
      return new ContactDraft(data, input.written(), input);
    } catch (RefusedException e) {
      if (!(e.refusal() instanceof Refusal.Invalid(var errors, var _))) {
        throw e;
      }
      // Once more, since a refusal carries no phone; reading one is the dearest part of a draft.
      Optional<WrittenPhone> written = ContactInput.phone(JsonFields.of(data), phones, country);
      var draft = new ContactDraft(data, written, null);
      draft.errors.putAll(errors);
      return draft;
    }
  }

  /** One that cannot even be read. */
  static ContactDraft broken(JsonNode data, String why) {
    var draft = new ContactDraft(data, Optional.empty(), null);
    draft.fault(ITEM, why);
    return draft;
  }

  void fault(String field, String message) {
    errors.merge(
        field,
        List.of(message),
        (old, more) ->
            old.contains(message)
                ? old
                : java.util.stream.Stream.concat(old.stream(), more.stream()).toList());
  }

  /** Turns it away because of the plan. */
  void refuseForLimit(long limit) {
    overLimit = true;
    fault(ITEM, "FEATURE_LIMIT_EXCEEDED: the plan's limit of " + limit + " contacts is reached.");
  }

  boolean hasFailed() {
    return !errors.isEmpty();
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

  void become(long id, ContactInput in, Phone number, Instant now) {
    phone = number;
    contact =
        new Contact(
            id,
            in.firstname(),
            in.lastname(),
            in.company(),
            in.type(),
            in.email(),
            number.international(),
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
