package rasl.whatsapp.simulator;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import rasl.json.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes updates as Meta's webhooks do, in the shape of Graph API v24.0 and later. */
final class WebhookBody {
  /** From here on Meta charges messages inside the service window too. */
  private static final Instant SERVICE_MESSAGES_CHARGED = Instant.parse("2026-10-01T00:00:00Z");

  private static final String ERRORS_PAGE =
      "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/";

  /** The body of one POST, in the ASCII form that Meta signs. */
  byte[] render(SimulatorAccount account, List<Pending> updates) {
    ObjectNode root = Json.mapper().createObjectNode();
    root.put("object", "whatsapp_business_account");
    ObjectNode entry = root.putArray("entry").addObject();
    entry.put("id", account.wabaId());
    ArrayNode changes = entry.putArray("changes");
    messages(account, updates).ifPresent(value -> change(changes, value));
    statuses(account, updates).ifPresent(value -> change(changes, value));
    return MetaJson.ascii(Json.write(root));
  }

  private static void change(ArrayNode changes, ObjectNode value) {
    ObjectNode change = changes.addObject();
    change.set("value", value);
    change.put("field", "messages");
  }

  private Optional<ObjectNode> messages(SimulatorAccount account, List<Pending> updates) {
    ObjectNode value = value(account);
    ArrayNode contacts = value.putArray("contacts");
    ArrayNode messages = value.putArray("messages");
    for (Pending pending : updates) {
      if (pending.subject() instanceof Pending.Incoming incoming) {
        ObjectNode contact = contacts.addObject();
        contact.putObject("profile").put("name", incoming.name());
        contact.put("wa_id", incoming.user());
        ObjectNode message = messages.addObject();
        message.put("from", incoming.user());
        message.put("id", incoming.wamid());
        message.put("timestamp", seconds(pending.update().at()));
        message.putObject("text").put("body", incoming.text());
        message.put("type", "text");
      }
    }
    return messages.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  private Optional<ObjectNode> statuses(SimulatorAccount account, List<Pending> updates) {
    ObjectNode value = value(account);
    ArrayNode statuses = value.putArray("statuses");
    for (Pending pending : updates) {
      if (pending.subject() instanceof Pending.Outgoing outgoing) {
        status(statuses.addObject(), pending.update(), outgoing);
      }
    }
    return statuses.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  private static void status(ObjectNode status, Update update, Pending.Outgoing message) {
    status.put("id", message.wamid());
    status.put("status", update.kind().name().toLowerCase(Locale.ROOT));
    status.put("timestamp", seconds(update.at()));
    status.put("recipient_id", message.user());
    if (!message.callbackData().isEmpty()) {
      status.put("biz_opaque_callback_data", message.callbackData());
    }
    switch (update.kind()) {
      case SENT, DELIVERED -> pricing(status.putObject("pricing"), update.at());
      case FAILED -> error(status.putArray("errors").addObject(), update.errorCode());
      case READ, INBOUND -> {
        // Meta states the price twice at most, and a customer's message has none.
      }
    }
  }

  private static void pricing(ObjectNode pricing, Instant at) {
    boolean charged = !at.isBefore(SERVICE_MESSAGES_CHARGED);
    pricing.put("billable", charged);
    pricing.put("pricing_model", "PMP");
    pricing.put("category", "service");
    pricing.put("type", charged ? "regular" : "free_customer_service");
  }

  private static void error(ObjectNode error, int code) {
    ErrorTable.Entry entry = ErrorTable.get(code);
    error.put("code", code);
    error.put("title", entry.title());
    error.put("message", entry.title());
    error.putObject("error_data").put("details", entry.details());
    error.put("href", ERRORS_PAGE);
  }

  private ObjectNode value(SimulatorAccount account) {
    ObjectNode value = Json.mapper().createObjectNode();
    value.put("messaging_product", "whatsapp");
    ObjectNode metadata = value.putObject("metadata");
    metadata.put("display_phone_number", account.displayPhoneNumber());
    metadata.put("phone_number_id", account.phoneNumberId());
    return value;
  }

  private static String seconds(Instant at) {
    return Long.toString(at.getEpochSecond());
  }
}
