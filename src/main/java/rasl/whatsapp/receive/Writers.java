package rasl.whatsapp.receive;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import rasl.contact.WhatsAppUser;
import tools.jackson.databind.JsonNode;

/**
 * Who may have opened a window by what is in a change: everybody who wrote or called, by every name
 * that the change gives them. Noted when it comes in, so that nobody has to read all that waits.
 */
final class Writers {
  /** Stands for everybody, where a change names more people than are worth noting. */
  static final String ANYBODY = "";

  /** Meta puts at most 1,000 updates into a webhook, each with a few names. */
  private static final int MOST = 2_000;

  private static final Pattern NAME = Pattern.compile("[\\x21-\\x7e]{1,160}");

  private final JsonNode change;
  private final People people;
  private final Set<String> names = new LinkedHashSet<>();

  private Writers(JsonNode change) {
    this.change = change;
    this.people = new People(change);
  }

  /**
   * The names; none where nobody wrote or called.
   *
   * @param change the {@code value} of a change
   */
  static Set<String> of(JsonNode change) {
    var writers = new Writers(change);
    for (String kind : new String[] {"messages", "calls"}) {
      change.path(kind).forEach(writers::add);
    }
    change.path("user_id_update").forEach(writers::addRenamed);
    if (writers.names.isEmpty()) {
      return Set.of();
    }
    writers.addBeside();
    return writers.names.size() > MOST ? Set.of(ANYBODY) : Set.copyOf(writers.names);
  }

  private void add(JsonNode message) {
    Optional<WhatsAppUser> sender = people.sender(message);
    add(sender.map(WhatsAppUser::phone).orElse(""));
    add(sender.map(WhatsAppUser::userId).orElse(""));
    addTexts(message, "from", "from_user_id");
    addTexts(
        message.path("system"), "wa_id", "new_wa_id", "user_id", "previous_user_id", "customer");
  }

  /** Under the new id they may have written in another change. */
  private void addRenamed(JsonNode update) {
    addTexts(update, "wa_id");
    addTexts(update.path("user_id"), "previous", "current");
  }

  /** What the change tells of people beside the messages. */
  private void addBeside() {
    change.path("contacts").forEach(contact -> addTexts(contact, "wa_id", "user_id"));
  }

  private void addTexts(JsonNode node, String... fields) {
    for (String field : fields) {
      add(UpdateReader.text(node, field));
    }
  }

  private void add(String name) {
    if (NAME.matcher(name).matches()) {
      names.add(name);
    }
  }
}
