package rasl.contact;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import rasl.db.TenantTx;
import rasl.event.FeedEvent;
import rasl.event.Resources;
import rasl.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** Contacts as those of their events show them that say only what has changed. */
final class ContactResources implements Resources {
  private static final String MARKETING = "is_marketing_opted_out";

  private final ContactStore store;
  private final Relations relations;

  ContactResources(ContactStore store, Relations relations) {
    this.store = store;
    this.relations = relations;
  }

  @Override
  public Map<Long, Resource> read(TenantTx tx, Collection<FeedEvent> events) {
    List<Contact> found =
        store.byIds(tx, events.stream().map(FeedEvent::resourceId).distinct().toList());
    References references =
        relations.read(tx, References.Wanted.by(found), Set.copyOf(References.INCLUDES));
    Map<Long, Contact> contacts =
        found.stream().collect(Collectors.toMap(Contact::id, contact -> contact));
    var read = new HashMap<Long, Resource>();
    for (FeedEvent event : events) {
      @Nullable Contact contact = contacts.get(event.resourceId());
      if (contact != null) {
        read.put(event.position(), resource(event, contact, references));
      }
    }
    return read;
  }

  private static Resource resource(FeedEvent event, Contact contact, References references) {
    ObjectNode attributes = Json.mapper().valueToTree(contact);
    boolean stopped = event.type().equals("contact.marketing_stopped");
    attributes.put(MARKETING, stopped);
    ObjectNode previous = attributes.deepCopy();
    previous.put(MARKETING, !stopped);
    return new Resource(
        attributes, references.relationships(contact), previous, List.of(MARKETING));
  }
}
