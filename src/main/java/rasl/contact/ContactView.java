package rasl.contact;

import java.util.Collection;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A contact as answers show it: its fields, and the relations that were asked for. */
final class ContactView {
  private ContactView() {}

  static JsonNode of(Contact contact, References references, Collection<String> includes) {
    ObjectNode view = Json.mapper().valueToTree(contact);
    for (String relation : includes) {
      view.set(relation, Json.mapper().valueToTree(references.included(contact, relation)));
    }
    return view;
  }
}
