package rasl.contact;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What becomes of a contact when some of its fields are sent. */
final class Changes {
  private Changes() {}

  /** The contact after the change: what was not sent stays. */
  static Contact apply(Contact old, ContactInput in, Optional<Phone> phone, Instant now) {
    Set<String> sent = in.sent();
    return new Contact(
        old.id(),
        sent.contains("firstname") ? in.firstname() : old.firstname(),
        sent.contains("lastname") ? in.lastname() : old.lastname(),
        text(sent, "company", in.company(), old.company()),
        sent.contains("type") ? in.type() : old.type(),
        text(sent, "email", in.email(), old.email()),
        phone.map(Phone::international).orElse(old.phone()),
        id(sent, "status_id", in.statusId(), old.statusId()),
        id(sent, "source_id", in.sourceId(), old.sourceId()),
        text(sent, "description", in.description(), old.description()),
        text(sent, "city", in.city(), old.city()),
        text(sent, "state", in.state(), old.state()),
        text(sent, "zip", in.zip(), old.zip()),
        text(sent, "address", in.address(), old.address()),
        id(sent, "country_id", in.countryId(), old.countryId()),
        id(sent, "assigned_id", in.assignedId(), old.assignedId()),
        sent.contains("groups") ? in.groups() : old.groupId(),
        sent.contains("is_opted_out") ? in.isOptedOut() : old.isOptedOut(),
        old.createdAt(),
        now);
  }

  /** Whether nothing differs but the time. */
  static boolean same(Contact one, Contact other) {
    return touched(one, other.updatedAt()).equals(other);
  }

  /** The same contact, changed at another time. */
  static Contact touched(Contact contact, Instant at) {
    return inGroups(contact, contact.groupId(), at);
  }

  /** The same contact with another phone. */
  static Contact withPhone(Contact c, Phone phone, Instant at) {
    return new Contact(
        c.id(),
        c.firstname(),
        c.lastname(),
        c.company(),
        c.type(),
        c.email(),
        phone.international(),
        c.statusId(),
        c.sourceId(),
        c.description(),
        c.city(),
        c.state(),
        c.zip(),
        c.address(),
        c.countryId(),
        c.assignedId(),
        c.groupId(),
        c.isOptedOut(),
        c.createdAt(),
        at);
  }

  /** The same contact, opted out or in again. */
  static Contact optedOut(Contact c, boolean optedOut, Instant at) {
    return new Contact(
        c.id(),
        c.firstname(),
        c.lastname(),
        c.company(),
        c.type(),
        c.email(),
        c.phone(),
        c.statusId(),
        c.sourceId(),
        c.description(),
        c.city(),
        c.state(),
        c.zip(),
        c.address(),
        c.countryId(),
        c.assignedId(),
        c.groupId(),
        optedOut,
        c.createdAt(),
        at);
  }

  /** The same contact in other groups. */
  static Contact inGroups(Contact c, java.util.List<Long> groups, Instant at) {
    return new Contact(
        c.id(),
        c.firstname(),
        c.lastname(),
        c.company(),
        c.type(),
        c.email(),
        c.phone(),
        c.statusId(),
        c.sourceId(),
        c.description(),
        c.city(),
        c.state(),
        c.zip(),
        c.address(),
        c.countryId(),
        c.assignedId(),
        groups,
        c.isOptedOut(),
        c.createdAt(),
        at);
  }

  private static @Nullable String text(
      Set<String> sent, String name, @Nullable String value, @Nullable String old) {
    return sent.contains(name) ? value : old;
  }

  private static @Nullable Long id(
      Set<String> sent, String name, @Nullable Long value, @Nullable Long old) {
    return sent.contains(name) ? value : old;
  }
}
