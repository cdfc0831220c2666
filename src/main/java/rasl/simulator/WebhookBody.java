package rasl.simulator;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes updates as Meta's webhooks do. */
final class WebhookBody {
  private static final String ERRORS_PAGE =
      "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/";

  private static final long CONVERSATION_SECONDS = 86_400;

  private final MediaUrls urls;

  WebhookBody(MediaUrls urls) {
    this.urls = urls;
  }

  /** The body of one POST, in the ASCII form that Meta signs. */
  byte[] render(SimulatorAccount account, List<Pending> updates) {
    ObjectNode root = Json.mapper().createObjectNode();
    root.put("object", "whatsapp_business_account");
    ArrayNode entries = root.putArray("entry");
    Optional<ObjectNode> messages = messages(account, updates);
    Optional<ObjectNode> statuses = statuses(account, updates);
    if (messages.isPresent() || statuses.isPresent()) {
      ArrayNode changes = entry(entries, account).putArray("changes");
      messages.ifPresent(value -> change(changes, "messages", value));
      statuses.ifPresent(value -> change(changes, "messages", value));
    }
    for (Pending pending : updates) {
      if (pending.subject() instanceof Pending.Notice notice) {
        ObjectNode entry = entry(entries, account);
        entry.put("time", pending.update().at().getEpochSecond());
        change(entry.putArray("changes"), notice.field(), notice.value());
      }
    }
    return MetaJson.ascii(Json.write(root));
  }

  private static ObjectNode entry(ArrayNode entries, SimulatorAccount account) {
    return entries.addObject().put("id", account.wabaId());
  }

  private static void change(ArrayNode changes, String field, JsonNode value) {
    ObjectNode change = changes.addObject();
    change.set("value", value);
    change.put("field", field);
  }

  private Optional<ObjectNode> messages(SimulatorAccount account, List<Pending> updates) {
    ObjectNode value = value(account);
    ArrayNode contacts = value.putArray("contacts");
    ArrayNode messages = value.putArray("messages");
    for (Pending pending : updates) {
      if (pending.subject() instanceof Pending.Incoming incoming) {
        InboundJson.write(messages.addObject(), incoming, seconds(pending.update().at()))
            .ifPresent(
                media ->
                    media.put(
                        "url",
                        urls.url(account, media.path("id").asString(""), pending.update().at())));
        if (!InboundJson.isSystem(incoming)) {
          InboundJson.contact(contacts.addObject(), incoming);
        }
      }
    }
    if (contacts.isEmpty()) {
      value.remove("contacts");
    }
    return messages.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  private Optional<ObjectNode> statuses(SimulatorAccount account, List<Pending> updates) {
    ObjectNode value = value(account);
    ArrayNode contacts = Json.mapper().createArrayNode();
    ArrayNode statuses = value.putArray("statuses");
    for (Pending pending : updates) {
      if (pending.subject() instanceof Pending.Outgoing outgoing) {
        status(statuses.addObject(), pending.update(), outgoing);
        if (!outgoing.terms().userId().isEmpty() && pending.update().kind() != Update.Kind.FAILED) {
          contacts.add(contact(outgoing));
        }
      }
    }
    if (!contacts.isEmpty()) {
      value.set("contacts", contacts);
    }
    return statuses.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  private static ObjectNode contact(Pending.Outgoing message) {
    ObjectNode contact = Json.mapper().createObjectNode();
    if (!message.terms().phoneHidden()) {
      contact.put("wa_id", message.user());
    }
    return contact.put("user_id", message.terms().userId());
  }

  private static void status(ObjectNode status, Update update, Pending.Outgoing message) {
    Terms terms = message.terms();
    status.put("id", message.wamid());
    status.put("status", update.kind().name().toLowerCase(Locale.ROOT));
    status.put("timestamp", seconds(update.at()));
    if (!terms.phoneHidden()) {
      status.put("recipient_id", message.user());
    }
    if (!terms.userId().isEmpty() && (update.kind() != Update.Kind.FAILED || terms.phoneHidden())) {
      status.put("recipient_user_id", terms.userId());
    }
    if (!message.callbackData().isEmpty()) {
      status.put("biz_opaque_callback_data", message.callbackData());
    }
    switch (update.kind()) {
      case SENT, DELIVERED -> {
        conversation(status, update, terms);
        pricing(status.putObject("pricing"), update.at(), terms);
      }
      case FAILED -> error(status.putArray("errors").addObject(), update.errorCode());
      case READ, PLAYED, INBOUND, NOTICE -> {
        // Meta states the price twice at most, and a customer's message has none.
      }
    }
  }

  private static void conversation(ObjectNode status, Update update, Terms terms) {
    if (terms.conversation().isEmpty()) {
      return;
    }
    ObjectNode conversation = status.putObject("conversation").put("id", terms.conversation());
    if (update.kind() == Update.Kind.SENT) {
      conversation.put(
          "expiration_timestamp", seconds(update.at().plusSeconds(CONVERSATION_SECONDS)));
    }
    conversation.putObject("origin").put("type", terms.category());
  }

  private static void pricing(ObjectNode pricing, Instant at, Terms terms) {
    boolean charged = !at.isBefore(Acceptance.SERVICE_MESSAGES_CHARGED);
    String byDate = charged ? "regular" : "free_customer_service";
    String type = terms.priceType().isEmpty() ? byDate : terms.priceType();
    pricing.put("billable", type.equals("regular"));
    pricing.put("pricing_model", "PMP");
    pricing.put("category", terms.category());
    pricing.put("type", type);
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
