package rasl.message;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rasl.http.Answer;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;

/**
 * The answers to sends (contract 2.5). What they say of the content comes from the message as it is
 * stored, so that a repeat after a crash tells the same.
 */
final class SendAnswers {
  private SendAnswers() {}

  /** What to answer; a failure for good is thrown. */
  static Answer of(Outcome.Stored outcome) {
    return switch (outcome) {
      case Outcome.Sent(var message, var wamid, var at) ->
          Answer.ok(data(message, MessageStatus.SENT, wamid, at));
      case Outcome.Queued(var message, var status) ->
          Answer.accepted(data(message, status, null, null));
      case Outcome.FailedForGood(_, var refusal) -> throw refusal.thrown();
    };
  }

  private static Map<String, @Nullable Object> data(
      QueuedMessage message,
      MessageStatus status,
      @Nullable String wamid,
      @Nullable Instant sentAt) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("message_id", wamid);
    data.put("contact_id", message.contactId());
    data.put("phone", message.phone().digits());
    data.put("status", status.text());
    data.put("sent_at", sentAt);
    data.put("chat_id", message.conversationId());
    data.put("chat_message_id", message.id());
    addContent(data, message);
    return data;
  }

  private static void addContent(Map<String, @Nullable Object> data, QueuedMessage message) {
    if (message.payload() == null) {
      data.put("message", message.body());
      return;
    }
    JsonNode content = Json.parseTrusted(message.payload()).path(message.type());
    switch (message.type()) {
      case TemplateWording.TYPE -> {
        data.put("template_name", content.path("name").asString(""));
        data.put("language", content.path("language").path("code").asString(""));
      }
      case SendInteractive.TYPE -> data.put("type", content.path("type").asString(""));
      default -> throw new IllegalStateException("no answer is known for type " + message.type());
    }
  }
}
