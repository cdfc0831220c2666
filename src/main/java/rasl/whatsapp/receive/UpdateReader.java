package rasl.whatsapp.receive;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import rasl.contact.WhatsAppUser;
import rasl.json.Json;
import rasl.whatsapp.graph.ForeignText;
import rasl.whatsapp.graph.GraphErrors;
import rasl.whatsapp.receive.WhatsAppUpdate.Progress;
import tools.jackson.databind.JsonNode;

/**
 * Reads the {@code value} of a change that is about messages and customers. It takes what it
 * understands and never fails: WhatsApp adds fields and types without asking.
 */
public final class UpdateReader {
  private static final String ECHOES = "message_echoes";
  private static final Set<String> ABOUT = Set.of("messaging_product", "metadata", "contacts");

  private final JsonNode change;
  private final People people;
  private final Instant now;
  private final List<WhatsAppUpdate> updates = new ArrayList<>();

  private UpdateReader(JsonNode change, Instant now) {
    this.change = change;
    this.people = new People(change);
    this.now = now;
  }

  /**
   * The updates of a change, in its order.
   *
   * @param now no update is later, and one without a time is from now
   */
  public static List<WhatsAppUpdate> read(String value, Instant now) {
    JsonNode change = Json.parseTrusted(value);
    var reader = new UpdateReader(change, now);
    change.path("statuses").forEach(reader::status);
    change.path("messages").forEach(reader::message);
    change.path(ECHOES).forEach(reader::echo);
    change.path("calls").forEach(reader::call);
    change.path("user_id_update").forEach(reader::newUserId);
    change.path("user_preferences").forEach(reader::preference);
    if (!change.path("errors").isEmpty()) {
      reader.unplaced("errors", change.path("errors"));
    }
    if (reader.updates.isEmpty() && saysMore(change)) {
      reader.unplaced("messages", change);
    }
    return List.copyOf(reader.updates);
  }

  /** Whether there is more in it than whom it is about. */
  private static boolean saysMore(JsonNode change) {
    return change.propertyNames().stream().anyMatch(name -> !ABOUT.contains(name));
  }

  private void status(JsonNode status) {
    String wamid = text(status, "id");
    Optional<Progress> progress = progress(text(status, "status"));
    if (!ForeignText.isId(wamid) || progress.isEmpty()) {
      unplaced("statuses", status);
      return;
    }
    JsonNode error = status.path("errors").path(0);
    updates.add(
        new WhatsAppUpdate.Status(
            wamid,
            progress.get(),
            time(status, now),
            people.recipient(status),
            text(status, "biz_opaque_callback_data"),
            error.isObject() ? Optional.of(GraphErrors.ofWebhook(error)) : Optional.empty(),
            Price.of(status.path("pricing")),
            status,
            new Original(change, "statuses", status)));
  }

  private void unplaced(String field, JsonNode raw) {
    updates.add(new WhatsAppUpdate.Unplaced(field, ForeignText.json(raw)));
  }

  private static Optional<Progress> progress(String status) {
    return switch (status) {
      case "sent" -> Optional.of(Progress.SENT);
      case "delivered" -> Optional.of(Progress.DELIVERED);
      case "read", "played" -> Optional.of(Progress.READ);
      case "failed" -> Optional.of(Progress.FAILED);
      default -> Optional.empty();
    };
  }

  private void message(JsonNode message) {
    String wamid = text(message, "id");
    Optional<WhatsAppUser> from = people.sender(message);
    if (!ForeignText.isId(wamid) || from.isEmpty()) {
      unplaced("messages", message);
      return;
    }
    var content = new InboundContent(message);
    updates.add(
        written(
            from.get(),
            message,
            content,
            content.opensWindow(),
            renamed(message.path("system")),
            new Original(change, "messages", message)));
  }

  /** What the business wrote in WhatsApp's own app ({@code smb_message_echoes}). */
  private void echo(JsonNode message) {
    Optional<WhatsAppUser> to = people.receiver(message);
    if (!ForeignText.isId(text(message, "id")) || to.isEmpty()) {
      unplaced(ECHOES, message);
      return;
    }
    updates.add(
        written(
            to.get(),
            message,
            new InboundContent(message),
            false,
            Optional.empty(),
            new Original(change, ECHOES, message)));
  }

  private WhatsAppUpdate.Inbound written(
      WhatsAppUser customer,
      JsonNode message,
      InboundContent content,
      boolean opensWindow,
      Optional<WhatsAppUser> renamed,
      Original original) {
    return new WhatsAppUpdate.Inbound(
        text(message, "id"),
        customer,
        people.nameOf(customer),
        time(message, now),
        content.type(),
        content.words(),
        content.refersTo(),
        content.media(),
        opensWindow,
        renamed,
        Optional.of(text(message, "group_id")).filter(ForeignText::isId),
        original.list().equals(ECHOES),
        ForeignText.json(message),
        original);
  }

  /** Until v12.0 the new number was in {@code new_wa_id}. */
  private static Optional<WhatsAppUser> newNumber(JsonNode system) {
    String phone = text(system, "wa_id").isEmpty() ? "new_wa_id" : "wa_id";
    return WhatsAppUser.of(text(system, phone), text(system, "user_id"));
  }

  /** What {@code user_changed_number} and {@code user_changed_user_id} say of their sender. */
  private static Optional<WhatsAppUser> renamed(JsonNode system) {
    return switch (text(system, "type")) {
      case "user_changed_number", "customer_changed_number" -> newNumber(system);
      case "user_changed_user_id" -> WhatsAppUser.of("", text(system, "user_id"));
      case "" -> text(system, "new_wa_id").isEmpty() ? Optional.empty() : newNumber(system);
      default -> Optional.empty();
    };
  }

  /** The number in it is taken to find the person only: it may be the old one or the new one. */
  private void newUserId(JsonNode update) {
    JsonNode ids = update.path("user_id");
    Optional<WhatsAppUser> before = WhatsAppUser.of(text(update, "wa_id"), text(ids, "previous"));
    Optional<WhatsAppUser> after = WhatsAppUser.of("", text(ids, "current"));
    if (before.isPresent() && after.isPresent()) {
      updates.add(new WhatsAppUpdate.Renamed(before.get(), after.get()));
    }
  }

  private void preference(JsonNode preference) {
    String value = text(preference, "value");
    boolean marketing = text(preference, "category").equals("marketing_messages");
    Optional<WhatsAppUser> user =
        people.complete(text(preference, "wa_id"), text(preference, "user_id"));
    if (marketing && user.isPresent() && (value.equals("stop") || value.equals("resume"))) {
      updates.add(
          new WhatsAppUpdate.Preference(
              user.get(), people.nameOf(user.get()), value.equals("stop"), time(preference, now)));
    } else {
      unplaced("user_preferences", preference);
    }
  }

  /** A customer's own call opens the window as a message does. What else is told is kept. */
  private void call(JsonNode call) {
    boolean ours = text(call, "direction").equals("BUSINESS_INITIATED");
    Optional<WhatsAppUser> from = ours ? people.receiver(call) : people.sender(call);
    String id = text(call, "id");
    boolean begins = text(call, "event").equals("connect");
    if (from.isEmpty() || !(begins || text(call, "event").equals("terminate"))) {
      unplaced("calls", call);
      return;
    }
    if (begins && !ours) {
      updates.add(
          new WhatsAppUpdate.Called(from.get(), people.nameOf(from.get()), time(call, now)));
    }
    if (ForeignText.isId(id)) {
      updates.add(trace(id, from.get(), ours, call));
    } else {
      unplaced("calls", call);
    }
  }

  /** What stands in the conversation for a call. */
  private WhatsAppUpdate.Inbound trace(
      String id, WhatsAppUser customer, boolean ours, JsonNode call) {
    return new WhatsAppUpdate.Inbound(
        id,
        customer,
        people.nameOf(customer),
        time(call, now),
        WhatsAppUpdate.CALL,
        Optional.of(CallWords.of(call, ours)),
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty(),
        ours,
        ForeignText.json(call),
        new Original(change, "calls", call));
  }

  static String text(JsonNode node, String field) {
    return node.path(field).asString("");
  }

  /** Unix seconds, as a text or a number. */
  private static Instant time(JsonNode node, Instant now) {
    long seconds = node.path("timestamp").asLong(0);
    return seconds <= 0 || seconds > now.getEpochSecond() ? now : Instant.ofEpochSecond(seconds);
  }
}
