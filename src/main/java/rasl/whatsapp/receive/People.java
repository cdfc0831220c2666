package rasl.whatsapp.receive;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rasl.contact.WhatsAppUser;
import rasl.whatsapp.graph.ForeignText;
import tools.jackson.databind.JsonNode;

/**
 * The people of a change. Since 2026 WhatsApp names them by a number, by a user id, or by both, and
 * {@code contacts} beside the messages may tell what a message leaves out.
 */
final class People {
  /** How Meta words it where it does not give the old id in a field of its own. */
  private static final Pattern CHANGED = Pattern.compile(" changed from (\\S+) to \\S+$");

  private final Map<String, String> names = new HashMap<>();
  private final Map<String, String> userIds = new HashMap<>();
  private final Map<String, String> phones = new HashMap<>();

  /** The only person beside the messages; empty where there are several, or none. */
  private final Optional<WhatsAppUser> only;

  People(JsonNode change) {
    for (JsonNode contact : change.path("contacts")) {
      String phone = UpdateReader.text(contact, "wa_id");
      String userId = UpdateReader.text(contact, "user_id");
      String name = ForeignText.clean(UpdateReader.text(contact.path("profile"), "name"));
      names.put(phone, name);
      names.put(userId, name);
      if (!phone.isEmpty() && !userId.isEmpty()) {
        userIds.put(phone, userId);
        phones.put(userId, phone);
      }
    }
    names.remove("");
    JsonNode first = change.path("contacts").path(0);
    this.only =
        change.path("contacts").size() == 1
            ? WhatsAppUser.of(
                UpdateReader.text(first, "wa_id"), UpdateReader.text(first, "user_id"))
            : Optional.empty();
  }

  /** As the person chose it; empty where WhatsApp does not say. */
  String nameOf(WhatsAppUser user) {
    String byPhone = names.getOrDefault(user.phone(), "");
    return byPhone.isEmpty() ? names.getOrDefault(user.userId(), "") : byPhone;
  }

  /** Who wrote or called; empty where it cannot be told. */
  Optional<WhatsAppUser> sender(JsonNode message) {
    JsonNode system = message.path("system");
    String userId = UpdateReader.text(system, "previous_user_id");
    if (userId.isEmpty()) {
      userId = UpdateReader.text(message, "from_user_id");
    }
    if (userId.isEmpty() && UpdateReader.text(system, "type").equals("user_changed_user_id")) {
      Matcher changed = CHANGED.matcher(UpdateReader.text(system, "body"));
      userId = changed.find() ? changed.group(1) : "";
    }
    String from = UpdateReader.text(message, "from");
    if (from.isEmpty()) {
      from = UpdateReader.text(system, "customer");
    }
    return from.isEmpty() && userId.isEmpty() ? only : complete(from, userId);
  }

  /** Whom the business wrote to or called; empty where it cannot be told. */
  Optional<WhatsAppUser> receiver(JsonNode message) {
    String to = UpdateReader.text(message, "to");
    String userId = UpdateReader.text(message, "to_user_id");
    return to.isEmpty() && userId.isEmpty() ? only : complete(to, userId);
  }

  /** Whom a status is about; a group is nobody. */
  Optional<WhatsAppUser> recipient(JsonNode status) {
    return UpdateReader.text(status, "recipient_type").equals("group")
        ? Optional.empty()
        : complete(
            UpdateReader.text(status, "recipient_id"),
            UpdateReader.text(status, "recipient_user_id"));
  }

  /** The person with these names, and with what the change tells beside them. */
  Optional<WhatsAppUser> complete(String phone, String userId) {
    return WhatsAppUser.of(
        phone.isEmpty() ? phones.getOrDefault(userId, "") : phone,
        userId.isEmpty() ? userIds.getOrDefault(phone, "") : userId);
  }
}
