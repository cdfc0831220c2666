package rasl.contact;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import rasl.contact.WhatsAppIdStore.Named;
import rasl.db.DatabaseException;
import rasl.db.TenantTx;
import rasl.event.Event;
import rasl.event.EventLog;
import rasl.tenant.TenantSettings;

/**
 * Who is meant by the names that WhatsApp uses: digits in several spellings, business-scoped user
 * ids, or both. One person is one contact: what WhatsApp tells of somebody's names is noted, and
 * where it shows that two contacts are one person, they become one.
 */
public final class WhatsAppContacts {
  /** Another transaction may have made or changed somebody; after so many times it is a fault. */
  private static final int ROUNDS = 6;

  private static final String KIND = "contact";

  private final WhatsAppIdStore store = new WhatsAppIdStore();
  private final ContactStore contacts;
  private final ContactMerge merging;
  private final Relations relations;
  private final EventLog events;

  WhatsAppContacts(
      ContactStore contacts, ContactMerge merging, Relations relations, EventLog events) {
    this.contacts = contacts;
    this.merging = merging;
    this.relations = relations;
    this.events = events;
  }

  /**
   * Finds the contacts of these people; who is unknown becomes a lead, even over the plan's limit.
   * None of them can be deleted until the transaction ends.
   *
   * @param firstnames what an unknown one is called
   */
  public Map<WhatsAppUser, Contact> meet(
      TenantTx tx, Map<WhatsAppUser, String> firstnames, TenantSettings defaults, Instant now) {
    return settle(tx, firstnames.keySet(), new Making(firstnames, defaults), now);
  }

  /** Notes what WhatsApp tells of people's names; makes nobody. */
  public void learn(TenantTx tx, Collection<WhatsAppUser> users, Instant now) {
    Set<WhatsAppUser> telling =
        users.stream()
            .filter(user -> user.hasPhone() && user.hasUserId())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    if (!telling.isEmpty()) {
      Set<String> known = store.settled(tx, telling.stream().map(WhatsAppUser::userId).toList());
      telling.removeIf(user -> known.contains(user.userId()));
    }
    if (!telling.isEmpty()) {
      settle(tx, telling, null, now);
    }
  }

  /**
   * Notes what WhatsApp calls the contacts that have these phones, where no other contact has it.
   *
   * @param spellings WhatsApp's digits by the phone's
   */
  public void learnSpellings(TenantTx tx, Map<String, String> spellings) {
    Map<Long, String> byContact = new TreeMap<>();
    for (Contact contact : contacts.byPhones(tx, spellings.keySet())) {
      String phone = ContactWrites.phoneKey(contact);
      if (phone != null && !phone.equals(spellings.get(phone))) {
        byContact.put(contact.id(), spellings.getOrDefault(phone, phone));
      }
    }
    contacts.learnWhatsAppIds(tx, byContact);
  }

  /** How to make the unknown. */
  private record Making(Map<WhatsAppUser, String> firstnames, TenantSettings defaults) {}

  private Map<WhatsAppUser, Contact> settle(
      TenantTx tx, Set<WhatsAppUser> users, @Nullable Making making, Instant now) {
    for (int round = 0; round < ROUNDS; round++) {
      FoundPeople found = find(tx, users);
      if (learnUserIds(tx, users, found)) {
        found = find(tx, users);
      }
      Map<WhatsAppUser, String> unknown = new LinkedHashMap<>();
      boolean settled = true;
      for (WhatsAppUser user : users) {
        if (found.isUnknown(user)) {
          if (making != null) {
            unknown.put(user, making.firstnames().getOrDefault(user, user.id()));
          }
        } else if (!found.isSettled(user)) {
          mend(tx, user, now);
          settled = false;
        }
      }
      if (making != null && !unknown.isEmpty()) {
        make(tx, unknown, making.defaults(), now);
        settled = false;
      }
      if (settled && found.keep(contacts, tx, users)) {
        noteSpellings(tx, users, found);
        return found.contacts(users);
      }
    }
    throw new IllegalStateException("people who are named by WhatsApp keep changing");
  }

  private FoundPeople find(TenantTx tx, Collection<WhatsAppUser> users) {
    return FoundPeople.find(store, tx, users);
  }

  /** The usual case, for all at once: whom we know by the phone now has a user id too. */
  private boolean learnUserIds(TenantTx tx, Set<WhatsAppUser> users, FoundPeople found) {
    Map<Long, String> learned = new TreeMap<>();
    for (WhatsAppUser user : users) {
      if (user.hasUserId() && found.byUserId(user).isEmpty()) {
        found
            .byPhone(user)
            .filter(one -> one.userId() == null)
            .ifPresent(one -> learned.put(one.id(), user.userId()));
      }
    }
    return !learned.isEmpty() && trying(tx, () -> store.learnUserIds(tx, learned));
  }

  private void make(
      TenantTx tx, Map<WhatsAppUser, String> unknown, TenantSettings defaults, Instant now) {
    List<Contact> made = store.insertLeads(tx, unknown, defaults, now);
    References references = relations.keep(tx, References.Wanted.by(made));
    events.recordAll(
        tx,
        made.stream()
            .map(c -> Event.created(KIND, c.id(), c, references.relationships(c)))
            .toList());
  }

  /** Brings the names of one person together, as far as is sure; what is left is seen next. */
  private void mend(TenantTx tx, WhatsAppUser user, Instant now) {
    Set<WhatsAppUser> alone = Set.of(user);
    FoundPeople before = find(tx, alone);
    var ids = new LinkedHashSet<Long>();
    before.byPhone(user).map(Named::id).ifPresent(ids::add);
    before.byUserId(user).map(Named::id).ifPresent(ids::add);
    store.lock(tx, ids);
    FoundPeople found = find(tx, alone);
    @Nullable Named phone = found.byPhone(user).orElse(null);
    @Nullable Named userId = found.byUserId(user).orElse(null);
    // Where another transaction is quicker, the next round sees what it did.
    boolean _ =
        trying(
            tx,
            () -> {
              if (phone == null && userId != null) {
                givePhone(tx, userId, user, now);
              } else if (phone != null && userId == null) {
                store.setUserId(tx, phone.id(), user.userId());
              } else if (phone != null && userId != null && phone.id() != userId.id()) {
                join(tx, phone, userId, user, now);
              }
            });
  }

  /** Whoever has a user id alone is the one with the phone; else the user id moves to the phone. */
  private void join(TenantTx tx, Named phone, Named userId, WhatsAppUser user, Instant now) {
    if (userId.contact().phone() == null) {
      merging.merge(tx, userId.contact(), phone.contact(), now);
    } else {
      store.setUserId(tx, userId.id(), null);
    }
    store.setUserId(tx, phone.id(), user.userId());
  }

  /** WhatsApp tells the digits of somebody whom it named by a user id alone until now. */
  private void givePhone(TenantTx tx, Named contact, WhatsAppUser user, Instant now) {
    Contact old = contact.contact();
    if (old.phone() == null) {
      String key = user.phoneKey();
      store.setPhone(tx, old.id(), key, user.waId(key).orElse(null), now);
      tellChange(tx, old, Changes.withPhone(old, new Phone(key), now));
    } else {
      store.setWaId(tx, old.id(), user.phone());
    }
  }

  /**
   * A person has other names now: {@code user_changed_number}, {@code user_changed_user_id}. A
   * contact that was made for the new name in the meantime becomes one with the old, unless people
   * have worked with it.
   */
  public void renamed(TenantTx tx, WhatsAppUser before, WhatsAppUser after, Instant now) {
    FoundPeople old = find(tx, Set.of(before));
    Optional<Named> found =
        old.byUserId(before).or(() -> old.byPhone(before).filter(one -> mayHave(one, before)));
    if (found.isEmpty()) {
      return;
    }
    boolean goes =
        trying(
            tx,
            () -> {
              long id = found.get().id();
              if (after.hasPhone()) {
                takePhone(tx, id, after, now);
              }
              if (after.hasUserId()) {
                takeUserId(tx, id, after, now);
              }
            });
    if (!goes) {
      throw new IllegalStateException("somebody else took the new name just now; once more");
    }
  }

  /** Whoever has another user id by now has heard of it already: this one is late. */
  private static boolean mayHave(Named contact, WhatsAppUser before) {
    @Nullable String userId = contact.userId();
    return !before.hasUserId() || userId == null || userId.equals(before.userId());
  }

  private void takePhone(TenantTx tx, long id, WhatsAppUser after, Instant now) {
    Optional<Named> holder =
        Optional.ofNullable(store.byPhones(tx, Set.of(after.phone())).get(after.phone()));
    if (holder.isPresent() && holder.get().id() != id) {
      if (!merging.isUntouched(holder.get().contact())) {
        return;
      }
      store.lock(tx, Set.of(id, holder.get().id()));
      merging.merge(tx, holder.get().contact(), merging.read(tx, id), now);
    }
    Contact contact = merging.read(tx, id);
    String key = after.phoneKey();
    if (!new Phone(key).international().equals(contact.phone())) {
      store.setPhone(tx, id, key, after.waId(key).orElse(null), now);
      tellChange(tx, contact, Changes.withPhone(contact, new Phone(key), now));
    }
  }

  private void takeUserId(TenantTx tx, long id, WhatsAppUser after, Instant now) {
    Optional<Named> holder =
        Optional.ofNullable(store.byUserIds(tx, Set.of(after.userId())).get(after.userId()));
    if (holder.isPresent() && holder.get().id() != id) {
      Contact other = holder.get().contact();
      if (other.phone() != null && !merging.isUntouched(other)) {
        return;
      }
      store.lock(tx, Set.of(id, other.id()));
      merging.merge(tx, other, merging.read(tx, id), now);
    }
    store.setUserId(tx, id, after.userId());
  }

  private void tellChange(TenantTx tx, Contact before, Contact after) {
    References references = relations.keep(tx, References.Wanted.by(List.of(after)));
    Event.updated(KIND, after.id(), before, after, references.relationships(after))
        .ifPresent(event -> events.recordAll(tx, List.of(event)));
  }

  /** False where a name belongs to another contact since just now, and nothing was done. */
  private static boolean trying(TenantTx tx, Runnable work) {
    try {
      return tx.<Boolean>attempt(
          () -> {
            work.run();
            return true;
          });
    } catch (DatabaseException e) {
      if (e.isUniqueViolation()) {
        return false;
      }
      throw e;
    }
  }

  /** Notes spellings that differ from the phone, where none is known. */
  private void noteSpellings(TenantTx tx, Set<WhatsAppUser> users, FoundPeople found) {
    Map<Long, String> others = new TreeMap<>();
    for (WhatsAppUser user : users) {
      found
          .byPhone(user)
          .filter(one -> one.waId() == null && one.contact().phone() != null)
          .filter(one -> !user.phone().equals(ContactWrites.phoneKey(one.contact())))
          .ifPresent(one -> others.put(one.id(), user.phone()));
    }
    contacts.learnWhatsAppIds(tx, others);
  }
}
