package rasl.contact;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import rasl.db.TenantTx;
import rasl.event.Event;
import rasl.event.EventLog;
import rasl.http.PlainText;
import rasl.tenant.PhoneRules;
import rasl.tenant.TenantSettings;

/**
 * Makes and completes the contacts of those who buy in shops. What is filled in already stays as it
 * is: people may have typed it.
 */
public final class Buyers {
  private static final String KIND = "contact";

  /** Another transaction may have made or deleted somebody; after so many times it is a fault. */
  private static final int ROUNDS = 4;

  private final Parts parts;
  private final WhatsAppIdStore names = new WhatsAppIdStore();
  private final PlanLimit limit;
  private final PhoneReader phones;
  private final EventLog events;

  /** What it reads and writes. */
  record Parts(
      ContactStore store, ContactWrites writes, MembershipStore memberships, Relations relations) {}

  Buyers(Parts parts, PlanLimit limit, PhoneReader phones, EventLog events) {
    this.parts = parts;
    this.limit = limit;
    this.phones = phones;
    this.events = events;
  }

  /**
   * How a buyer becomes a contact.
   *
   * @param source the name of the source, which is made where there is none
   * @param groups into which the contact is put; those that do not exist are left out
   * @param country ISO 3166 code of phones that name none, where the address names none
   */
  public record Ways(String source, Collection<Long> groups, String country) {}

  /**
   * Finds the contact of a buyer and fills in what is empty, or makes one.
   *
   * @return empty where none of the phones can be read
   * @throws rasl.refusal.RefusedException where the plan's limit of contacts is reached
   */
  public Optional<Contact> meet(
      TenantTx tx, Buyer said, Ways ways, TenantSettings settings, Instant now) {
    Optional<WrittenPhone> written = written(said, ways, settings);
    if (written.isEmpty()) {
      return Optional.empty();
    }
    for (int round = 0; round < ROUNDS; round++) {
      Found found = find(tx, written.get());
      Optional<Contact> met =
          found.contact().isPresent()
              ? complete(tx, found.contact().get().id(), said, ways, now)
              : found.phone().flatMap(phone -> make(tx, said, phone, ways, settings, now));
      if (met.isPresent() || found.phone().isEmpty()) {
        return met;
      }
    }
    throw new IllegalStateException("a buyer's contact keeps changing");
  }

  /** The contact of a buyer, as it is; makes and changes nobody. */
  public Optional<Contact> find(TenantTx tx, Buyer said, Ways ways, TenantSettings settings) {
    return written(said, ways, settings).flatMap(phone -> find(tx, phone).contact());
  }

  /** The phone that is meant, and whoever has it. */
  private record Found(Optional<Phone> phone, Optional<Contact> contact) {}

  private Found find(TenantTx tx, WrittenPhone written) {
    Map<String, WhatsAppIdStore.Named> stored =
        names.byPhones(tx, written.all().map(Phone::digits).toList());
    Optional<Phone> phone = written.meant(one -> stored.containsKey(one.digits()));
    return new Found(
        phone,
        phone
            .flatMap(one -> Optional.ofNullable(stored.get(one.digits())))
            .map(WhatsAppIdStore.Named::contact));
  }

  /** The first phone that can be read: by the address's country, else by the shop's. */
  private Optional<WrittenPhone> written(Buyer said, Ways ways, TenantSettings settings) {
    String country = said.country().orElse(ways.country());
    for (String text : said.phones()) {
      if (PhoneReader.fault(text).isEmpty()) {
        for (String one : List.of(country, ways.country())) {
          WrittenPhone read =
              phones.read(text, new PhoneRules(one, settings.phones().bareDigits()));
          if (read.reading().isPresent()) {
            return Optional.of(read);
          }
        }
      }
    }
    return Optional.empty();
  }

  /** Empty where the contact was deleted just now. */
  private Optional<Contact> complete(TenantTx tx, long id, Buyer said, Ways ways, Instant now) {
    Optional<Contact> locked = parts.store().lock(tx, List.of(id)).stream().findFirst();
    if (locked.isEmpty()) {
      return locked;
    }
    Contact before = locked.get();
    Optional<String> email = before.email() == null ? free(tx, said.email(), id) : Optional.empty();
    var groups = new TreeSet<>(before.groupId());
    groups.addAll(existing(tx, ways.groups()));
    Contact after = Completion.of(before, said, email, List.copyOf(groups), now);
    if (Changes.same(before, after)) {
      return locked;
    }
    parts.writes().update(tx, after);
    if (!after.groupId().equals(before.groupId())) {
      parts.memberships().replace(tx, id, after.groupId());
    }
    References shown = parts.relations().keep(tx, References.Wanted.by(List.of(after)));
    Event.updated(KIND, id, before, after, shown.relationships(after))
        .ifPresent(event -> events.recordAll(tx, List.of(event)));
    return Optional.of(after);
  }

  /** Empty where somebody took the phone or the email just now. */
  private Optional<Contact> make(
      TenantTx tx, Buyer said, Phone phone, Ways ways, TenantSettings settings, Instant now) {
    OptionalLong most = settings.enforcedContactLimit();
    limit.refuseIfReached(tx, most);
    Contact contact =
        Completion.made(
            parts.writes().drawIds(tx, 1).getFirst(),
            phone,
            said,
            free(tx, said.email(), 0),
            new Completion.Defaults(
                settings.defaultStatus().orElse(null),
                source(tx, ways.source()),
                settings.defaultAssignee().memberId(),
                existing(tx, ways.groups())),
            now);
    if (parts.writes().insert(tx, List.of(contact)).isEmpty()) {
      return Optional.empty();
    }
    parts.memberships().insertAll(tx, List.of(contact));
    References shown = parts.relations().keep(tx, References.Wanted.by(List.of(contact)));
    events.recordAll(
        tx,
        List.of(Event.created(KIND, contact.id(), contact, shown.relationships(contact))),
        Arrays.<@Nullable String>asList((String) null));
    limit.settleOne(tx, most);
    return Optional.of(contact);
  }

  private long source(TenantTx tx, String name) {
    return parts.relations().sources().ensure(tx, name).id();
  }

  private List<Long> existing(TenantTx tx, Collection<Long> groups) {
    Set<Long> there = parts.relations().groups().keep(tx, groups).keySet();
    return there.stream().sorted().toList();
  }

  /** An email that no other contact has. */
  private Optional<String> free(TenantTx tx, Optional<String> email, long except) {
    return BuyerText.email(email)
        .filter(
            text ->
                parts
                    .writes()
                    .taken(tx, Set.of(), Set.of(PlainText.folded(text)), except)
                    .emails()
                    .isEmpty());
  }
}
