package rasl.message.request;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rasl.db.TenantId;
import rasl.http.Answer;
import rasl.json.Json;
import rasl.media.MediaFiles;
import rasl.media.MediaKind;
import rasl.message.MessageStatus;
import rasl.message.Outcome;
import rasl.message.QueuedMessage;
import tools.jackson.databind.JsonNode;

/**
 * The answers to sends (contract 2.5). What they say of the content comes from the message as it is
 * stored, so that a repeat after a crash tells the same.
 */
final class SendAnswers {
  private final MediaFiles files;

  SendAnswers(MediaFiles files) {
    this.files = files;
  }

  /** What to answer; a failure for good is thrown. */
  Answer of(TenantId tenant, Outcome.Stored outcome) {
    return switch (outcome) {
      case Outcome.Sent(var message, var wamid, var at) ->
          Answer.ok(data(tenant, message, MessageStatus.SENT, wamid, at));
      case Outcome.Queued(var message, var status) ->
          Answer.accepted(data(tenant, message, status, null, null));
      case Outcome.FailedForGood(_, var refusal) -> throw refusal.thrown();
    };
  }

  private Map<String, @Nullable Object> data(
      TenantId tenant,
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
    addContent(tenant, data, message);
    return data;
  }

  private void addContent(
      TenantId tenant, Map<String, @Nullable Object> data, QueuedMessage message) {
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
      default -> addMedia(tenant, data, message.type(), content);
    }
  }

  private void addMedia(
      TenantId tenant, Map<String, @Nullable Object> data, String type, JsonNode content) {
    if (MediaKind.of(type).isEmpty()) {
      throw new IllegalStateException("no answer is known for type " + type);
    }
    data.put("media_type", type);
    data.put("media_url", url(tenant, content));
    data.put("caption", text(content, "caption"));
    data.put("filename", text(content, "filename"));
  }

  /** As it was given, or that of the stored copy of a file. */
  private @Nullable String url(TenantId tenant, JsonNode content) {
    return MediaFiles.referred(content.path("id").asString(""))
        .map(file -> files.url(tenant, file))
        .orElseGet(() -> text(content, "link"));
  }

  private static @Nullable String text(JsonNode content, String name) {
    return content.path(name).isString() ? content.path(name).stringValue() : null;
  }
}
