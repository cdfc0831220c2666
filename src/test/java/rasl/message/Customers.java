package rasl.message;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/** Customers who write by webhook, under every name that WhatsApp may give them. */
record Customers(Talk talk) {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  static Map<String, Object> message(String phone, String user, String wamid, String text) {
    var message = new HashMap<String, Object>();
    message.put("id", wamid);
    if (!phone.isEmpty()) {
      message.put("from", phone);
    }
    if (!user.isEmpty()) {
      message.put("from_user_id", user);
    }
    message.put("type", "text");
    message.put("text", Map.of("body", text));
    return message;
  }

  String write(String phone, String user, String text, String name) throws InterruptedException {
    String wamid = "wamid.U" + NUMBER.incrementAndGet();
    var contact = new HashMap<String, Object>();
    contact.put("profile", Map.of("name", name));
    if (!phone.isEmpty()) {
      contact.put("wa_id", phone);
    }
    if (!user.isEmpty()) {
      contact.put("user_id", user);
    }
    receive(message(phone, user, wamid, text), List.of(contact));
    return wamid;
  }

  void receive(Map<String, Object> message, List<Object> contacts) throws InterruptedException {
    talk.webhook(
        200,
        Talk.body(Talk.SANDBOX_NUMBER, Map.of("contacts", contacts, "messages", List.of(message))));
    talk.awaitApplied();
  }

  JsonNode contact(String wamid) {
    String id =
        talk.rows("select contact_id from message where wamid = '" + wamid + "'").getFirst();
    return talk.api.get(200, "/api/v2/contacts/" + id).data();
  }

  List<String> events(long contact) {
    return talk.rows(
        "select type from event where resource_type = 'contact' and resource_id = "
            + contact
            + " order by occurred_at, id");
  }
}
