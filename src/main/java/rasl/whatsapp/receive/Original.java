package rasl.whatsapp.receive;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import rasl.json.Json;
import rasl.whatsapp.Connection;
import rasl.whatsapp.graph.ForeignText;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One update as WhatsApp sent it, for events (contract 4.1): never a neighbour's, and never the
 * rest of what came with it.
 *
 * @param change the whole value of the change that held it
 * @param list the name of the list in which it stood, such as {@code statuses}
 * @param update the update itself
 */
public record Original(JsonNode change, String list, JsonNode update) {
  private static final String FIELD = "messages";

  /** Meta's envelope around this update alone, as JSON. */
  public String in(Connection connection) {
    ObjectNode value = Json.mapper().createObjectNode();
    value.put("messaging_product", "whatsapp");
    value.set("metadata", metadata(connection));
    var people = value.arrayNode();
    Set<String> names = names();
    for (JsonNode person : change.path("contacts")) {
      if (names.contains(UpdateReader.text(person, "wa_id"))
          || names.contains(UpdateReader.text(person, "user_id"))) {
        people.add(person);
      }
    }
    if (!people.isEmpty()) {
      value.set("contacts", people);
    }
    value.putArray(list).add(update);
    return around(connection.businessAccountId(), FIELD, value);
  }

  /**
   * Meta's envelope around the whole value of a change, as JSON.
   *
   * @param account the WhatsApp Business Account
   */
  public static String around(String account, String field, JsonNode value) {
    ObjectNode envelope = Json.mapper().createObjectNode();
    envelope.put("object", "whatsapp_business_account");
    ObjectNode entry = envelope.putArray("entry").addObject();
    entry.put("id", account);
    ObjectNode change = entry.putArray("changes").addObject();
    change.set("value", value);
    change.put("field", field);
    return ForeignText.json(envelope);
  }

  /** An update that was put off has lost what stood around it. */
  private JsonNode metadata(Connection connection) {
    JsonNode told = change.path("metadata");
    if (told.isObject()) {
      return told;
    }
    ObjectNode own = Json.mapper().createObjectNode();
    own.put("display_phone_number", connection.displayPhoneNumber());
    own.put("phone_number_id", connection.phoneNumberId());
    return own;
  }

  private Set<String> names() {
    return Stream.of("from", "from_user_id", "recipient_id", "recipient_user_id")
        .map(field -> UpdateReader.text(update, field))
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toSet());
  }
}
