package rasl.contact;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import rasl.contact.WhatsAppIdStore.Named;
import rasl.db.TenantTx;

/** What is known of some people by the names that WhatsApp gave. */
record FoundPeople(Map<String, Named> byPhone, Map<String, Named> byUserId) {

  static FoundPeople find(WhatsAppIdStore store, TenantTx tx, Collection<WhatsAppUser> users) {
    return new FoundPeople(
        store.byPhones(
            tx, users.stream().filter(WhatsAppUser::hasPhone).map(WhatsAppUser::phone).toList()),
        store.byUserIds(
            tx, users.stream().filter(WhatsAppUser::hasUserId).map(WhatsAppUser::userId).toList()));
  }

  Optional<Named> byPhone(WhatsAppUser user) {
    return Optional.ofNullable(byPhone.get(user.phone()));
  }

  Optional<Named> byUserId(WhatsAppUser user) {
    return Optional.ofNullable(byUserId.get(user.userId()));
  }

  boolean isUnknown(WhatsAppUser user) {
    return byPhone(user).isEmpty() && byUserId(user).isEmpty();
  }

  /** Whether each name that WhatsApp gave leads to the one contact. */
  boolean isSettled(WhatsAppUser user) {
    Optional<Long> phone = byPhone(user).map(Named::id);
    Optional<Long> userId = byUserId(user).map(Named::id);
    return !user.hasPhone()
        ? userId.isPresent()
        : phone.isPresent() && (!user.hasUserId() || phone.equals(userId));
  }

  /**
   * From here on none of these contacts can be deleted until the transaction ends.
   *
   * @return false where one is gone since they were found
   */
  boolean keep(ContactStore store, TenantTx tx, Collection<WhatsAppUser> users) {
    Set<Long> ids = contacts(users).values().stream().map(Contact::id).collect(Collectors.toSet());
    return ids.isEmpty() || store.keepByIds(tx, ids).size() == ids.size();
  }

  /** The contacts of those who have one. */
  Map<WhatsAppUser, Contact> contacts(Collection<WhatsAppUser> users) {
    Map<WhatsAppUser, Contact> contacts = new HashMap<>();
    for (WhatsAppUser user : users) {
      byPhone(user)
          .or(() -> byUserId(user))
          .ifPresent(found -> contacts.put(user, found.contact()));
    }
    return contacts;
  }
}
