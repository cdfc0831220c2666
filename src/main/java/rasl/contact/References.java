package rasl.contact;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What contacts point to, by id, as answers and events show it. */
record References(
    Map<Long, Object> sources,
    Map<Long, Object> statuses,
    Map<Long, Object> groups,
    Map<Long, Object> members) {

  static final String SOURCE = "source";
  static final String STATUS = "status";
  static final String GROUPS = "groups";
  static final List<String> INCLUDES = List.of(GROUPS, SOURCE, STATUS);

  /** The relations of a contact, as an event shows them. */
  Map<String, @Nullable Object> relationships(Contact contact) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put(SOURCE, one(sources, contact.sourceId()));
    shown.put(STATUS, one(statuses, contact.statusId()));
    shown.put(GROUPS, groupsOf(contact));
    shown.put("assigned", one(members, contact.assignedId()));
    return shown;
  }

  /** The relation of a contact that {@code include} names. */
  @Nullable Object included(Contact contact, String relation) {
    return switch (relation) {
      case SOURCE -> one(sources, contact.sourceId());
      case STATUS -> one(statuses, contact.statusId());
      default -> groupsOf(contact);
    };
  }

  private List<Object> groupsOf(Contact contact) {
    var shown = new ArrayList<>();
    for (Long id : contact.groupId()) {
      @Nullable Object group = groups.get(id);
      if (group != null) {
        shown.add(group);
      }
    }
    return shown;
  }

  private static @Nullable Object one(Map<Long, Object> all, @Nullable Long id) {
    return id == null ? null : all.get(id);
  }

  /** The ids that some contacts point to. */
  record Wanted(Set<Long> sources, Set<Long> statuses, Set<Long> groups, Set<Long> members) {
    static Wanted none() {
      return new Wanted(new HashSet<>(), new HashSet<>(), new HashSet<>(), new HashSet<>());
    }

    /** What an input names. */
    void add(ContactInput input) {
      Stream.ofNullable(input.sourceId()).forEach(sources::add);
      Stream.ofNullable(input.statusId()).forEach(statuses::add);
      groups.addAll(input.groups());
      Stream.ofNullable(input.assignedId()).forEach(members::add);
    }

    static Wanted by(Collection<Contact> contacts) {
      return new Wanted(
          ids(contacts, Contact::sourceId),
          ids(contacts, Contact::statusId),
          contacts.stream().flatMap(c -> c.groupId().stream()).collect(Collectors.toSet()),
          ids(contacts, Contact::assignedId));
    }

    private static Set<Long> ids(
        Collection<Contact> contacts, Function<Contact, @Nullable Long> id) {
      return contacts.stream()
          .flatMap(contact -> Stream.ofNullable(id.apply(contact)))
          .filter(Objects::nonNull)
          .collect(Collectors.toSet());
    }
  }
}
