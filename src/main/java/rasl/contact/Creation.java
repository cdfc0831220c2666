package rasl.contact;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import rasl.db.DatabaseException;
import rasl.db.TenantTx;
import rasl.event.Event;
import rasl.event.EventLog;

/**
 * Makes contacts, one or ten thousand in the same few statements: what they point to, whose phone
 * and email are taken, then the contacts, their groups and their events.
 */
final class Creation {
  static final String TAKEN_PHONE = "The phone has already been taken.";
  private static final String KNOWN = "The contact, which has no phone, is here already.";
  static final String TAKEN_EMAIL = "The email has already been taken.";
  private static final String PHONE = "phone";
  private static final String EMAIL = "email";
  private static final int ROUNDS = 3;
  private static final int MANY = 50;

  private final ContactWrites writes;
  private final MembershipStore memberships;
  private final Relations relations;
  private final EventLog events;
  private final Clock clock;
  private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();

  Creation(
      ContactWrites writes,
      MembershipStore memberships,
      Relations relations,
      EventLog events,
      Clock clock) {
    this.writes = writes;
    this.memberships = memberships;
    this.relations = relations;
    this.events = events;
    this.clock = clock;
  }

  /**
   * What holds for a batch.
   *
   * @param skipDuplicates whether a draft whose phone exists is passed over instead of failing
   * @param limit the plan's, for messages
   * @param room how many contacts more the plan allows
   */
  record Rules(boolean skipDuplicates, long limit, long room) {
    /** Without a limit. */
    static Rules unlimited(boolean skipDuplicates) {
      return new Rules(skipDuplicates, Long.MAX_VALUE, Long.MAX_VALUE);
    }
  }

  /** Knows which phones and emails, by their keys, are taken by what waits to be stored. */
  @FunctionalInterface
  interface Waiting {
    ContactWrites.Taken taken(TenantTx tx, Set<String> phones, Set<String> emails);
  }

  /** What the drafts that are alive point to; the missing is noted in them. */
  References judge(TenantTx tx, List<ContactDraft> drafts, Rules rules) {
    return judge(tx, drafts, rules, taken(tx, drafts, writes::taken));
  }

  /** As above, of drafts that are to be stored later, behind others that wait already. */
  References judge(TenantTx tx, List<ContactDraft> drafts, Rules rules, Waiting waiting) {
    ContactWrites.Taken stored = taken(tx, drafts, writes::taken);
    ContactWrites.Taken others = taken(tx, drafts, waiting);
    return judge(tx, drafts, rules, stored.and(others));
  }

  private References judge(
      TenantTx tx, List<ContactDraft> drafts, Rules rules, ContactWrites.Taken taken) {
    References references = relations.keep(tx, wanted(drafts));
    List<Long> ids = writes.drawIds(tx, drafts.size());
    Instant now = clock.instant();
    var phones = new HashSet<>(taken.phones());
    var emails = new HashSet<>(taken.emails());
    long made = 0;
    for (int i = 0; i < drafts.size(); i++) {
      ContactDraft draft = drafts.get(i);
      Optional<Phone> phone = phone(draft, phones);
      boolean exists = draft.known || phone.filter(p -> phones.contains(p.digits())).isPresent();
      judge(draft, exists, emails, references, rules);
      @Nullable ContactInput input = draft.input;
      if (!draft.isAlive() || input == null) {
        continue;
      }
      if (made == rules.room()) {
        draft.refuseForLimit(rules.limit());
        continue;
      }
      made++;
      phone.map(Phone::digits).ifPresent(phones::add);
      Stream.ofNullable(input.emailKey()).forEach(emails::add);
      draft.become(ids.get(i), input, phone.orElse(null), now);
    }
    return references;
  }

  private static void judge(
      ContactDraft draft, boolean exists, Set<String> emails, References references, Rules rules) {
    if (exists && rules.skipDuplicates()) {
      draft.skip();
      return;
    }
    if (exists) {
      draft.fault(PHONE, draft.known ? KNOWN : TAKEN_PHONE);
    }
    ContactInput input = draft.input;
    if (input == null) {
      return;
    }
    // Who has none was exported without: else that it is missing was noted.
    if (!exists && draft.written.isPresent() && draft.written.get().reading().isEmpty()) {
      draft.fault(PHONE, PhoneField.INVALID);
    }
    if (input.emailKey() != null && emails.contains(input.emailKey())) {
      draft.fault(EMAIL, TAKEN_EMAIL);
    }
    check(input, references, draft::fault);
  }

  /** Takes what is wrong with a field. */
  @FunctionalInterface
  interface FaultTaker {
    void fault(String field, String message);
  }

  /** Notes which of what an input points to does not exist. */
  static void check(ContactInput input, References references, FaultTaker faults) {
    @Nullable Long source = input.sourceId();
    if (source != null && !references.sources().containsKey(source)) {
      faults.fault("source_id", "The source_id is not the id of a source.");
    }
    @Nullable Long status = input.statusId();
    if (status != null && !references.statuses().containsKey(status)) {
      faults.fault("status_id", "The status_id is not the id of a status.");
    }
    @Nullable Long member = input.assignedId();
    if (member != null && !references.members().containsKey(member)) {
      faults.fault("assigned_id", "The assigned_id is not the id of a member.");
    }
    for (Long group : input.groups()) {
      if (!references.groups().containsKey(group)) {
        faults.fault("groups", "The groups field holds " + group + ", which is not a group.");
      }
    }
  }

  /** The phone that is meant: digits that a contact already has are that contact's. */
  private static Optional<Phone> phone(ContactDraft draft, Set<String> existing) {
    return draft.written.flatMap(
        written -> written.meant(phone -> existing.contains(phone.digits())));
  }

  /**
   * Stores what is alive. A draft whose phone or email was taken by another transaction just now is
   * told so.
   */
  List<Contact> store(
      TenantTx tx,
      List<ContactDraft> drafts,
      References references,
      Rules rules,
      String requestId) {
    Set<Long> stored = new HashSet<>();
    List<ContactDraft> left = drafts.stream().filter(ContactDraft::isAlive).toList();
    List<Contact> hoped = left.stream().map(ContactDraft::knownContact).toList();
    Supplier<EventLog.Ready> told = made(hoped, references, requestId);
    for (int round = 0; !left.isEmpty(); round++) {
      stored.addAll(insert(tx, left.stream().map(ContactDraft::knownContact).toList()));
      left = left.stream().filter(d -> !stored.contains(d.knownContact().id())).toList();
      if (!left.isEmpty()) {
        tellTaken(tx, left, rules, round == ROUNDS);
        left = left.stream().filter(ContactDraft::isAlive).toList();
      }
    }
    List<Contact> made =
        drafts.stream().filter(ContactDraft::isAlive).map(ContactDraft::knownContact).toList();
    memberships.insertAll(tx, made);
    events.record(
        tx, made.size() == hoped.size() ? told.get() : made(made, references, requestId).get());
    return made;
  }

  /** The events of contacts that are stored later. */
  EventLog.Ready events(List<Contact> contacts, References references, String requestId) {
    return made(contacts, references, requestId).get();
  }

  /** The events of contacts, which of many are made ready while PostgreSQL stores the contacts. */
  private Supplier<EventLog.Ready> made(
      List<Contact> contacts, References references, String requestId) {
    Supplier<EventLog.Ready> ready =
        () ->
            events.ready(
                contacts.stream()
                    .map(c -> Event.created("contact", c.id(), c, references.relationships(c)))
                    .toList(),
                Collections.nCopies(contacts.size(), requestId));
    return contacts.size() < MANY ? ready : CompletableFuture.supplyAsync(ready, threads)::join;
  }

  /**
   * Almost always nobody took anything since {@link #judge}, and PostgreSQL is quicker where it
   * need not be ready for that; a few are not worth the savepoint.
   */
  private Set<Long> insert(TenantTx tx, List<Contact> contacts) {
    if (contacts.size() < MANY) {
      return writes.insert(tx, contacts);
    }
    try {
      return tx.attempt(
          () -> {
            writes.insertFree(tx, contacts);
            return contacts.stream().map(Contact::id).collect(Collectors.toSet());
          });
    } catch (DatabaseException e) {
      if (e.isUniqueViolation()) {
        return writes.insert(tx, contacts);
      }
      throw e;
    }
  }

  /**
   * Some could not be stored: by now it can be seen whose phones and emails they have. One that was
   * deleted again in between is tried once more, but not for ever.
   */
  private void tellTaken(TenantTx tx, List<ContactDraft> left, Rules rules, boolean last) {
    ContactWrites.Taken taken = taken(tx, left, writes::taken);
    for (ContactDraft draft : left) {
      Contact contact = draft.knownContact();
      @Nullable String key = ContactWrites.phoneKey(contact);
      if (last || (key != null && taken.phones().contains(key))) {
        if (rules.skipDuplicates()) {
          draft.skipped = true;
        } else {
          draft.fault(PHONE, TAKEN_PHONE);
        }
      }
      if (contact.email() != null && taken.emails().contains(ContactWrites.emailKey(contact))) {
        draft.fault(EMAIL, TAKEN_EMAIL);
      }
    }
  }

  private static ContactWrites.Taken taken(TenantTx tx, List<ContactDraft> drafts, Waiting known) {
    Set<String> phones = new HashSet<>();
    Set<String> emails = new HashSet<>();
    for (ContactDraft draft : drafts) {
      draft.written.ifPresent(written -> phones.addAll(keys(written)));
      if (draft.input != null) {
        Stream.ofNullable(draft.input.emailKey()).forEach(emails::add);
      }
    }
    return known.taken(tx, phones, emails);
  }

  /** The keys that a written phone may stand for. */
  static Collection<String> keys(WrittenPhone written) {
    return written.all().map(Phone::digits).distinct().toList();
  }

  private static References.Wanted wanted(List<ContactDraft> drafts) {
    var wanted = References.Wanted.none();
    for (ContactDraft draft : drafts) {
      ContactInput input = draft.input;
      if (input != null) {
        wanted.add(input);
      }
    }
    return wanted;
  }
}
