package rasl.contact;

import java.util.List;
import rasl.db.TenantTx;
import rasl.event.Event;

/** The events of contacts that other rooms make, with all that those of the API's creates tell. */
public final class ContactEvents {
  private final Relations relations;

  ContactEvents(Relations relations) {
    this.relations = relations;
  }

  /** That these contacts were made. */
  public List<Event> created(TenantTx tx, List<Contact> made) {
    if (made.isEmpty()) {
      return List.of();
    }
    References references = relations.keep(tx, References.Wanted.by(made));
    return made.stream()
        .map(one -> Event.created("contact", one.id(), one, references.relationships(one)))
        .toList();
  }
}
