package rasl.message;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import rasl.whatsapp.Price;
import tools.jackson.databind.JsonNode;

/** The public shape of messages. Changing it changes the contract in api/openapi.yaml. */
final class MessageView {
  private MessageView() {}

  /**
   * A message in a list.
   *
   * @param interactionId the thread
   * @param senderId the customer's digits inbound, or the user id where WhatsApp hides them; the
   *     business number's digits outbound
   * @param messageId WhatsApp's id
   * @param sentAt when WhatsApp took it, or the customer sent it; until then when it was made
   */
  record Item(
      long id,
      @Nullable Long interactionId,
      String senderId,
      String type,
      @Nullable String message,
      String status,
      @Nullable String messageId,
      Instant sentAt,
      boolean isRead,
      String direction) {}

  /**
   * A message alone: an item, and how it came there.
   *
   * @param sendAt when it was to leave; null for at once
   * @param pricing how Meta charges for it, as its statuses told
   * @param content what a customer sent, as WhatsApp gave it; null for messages of ours
   */
  record Single(
      long id,
      @Nullable Long interactionId,
      String senderId,
      String type,
      @Nullable String message,
      String status,
      @Nullable String messageId,
      Instant sentAt,
      boolean isRead,
      String direction,
      @Nullable String statusMessage,
      @Nullable String refMessageId,
      @Nullable String url,
      @Nullable Long staffId,
      @Nullable Instant sendAt,
      @Nullable Instant deliveredAt,
      @Nullable Instant readAt,
      @Nullable Instant failedAt,
      @Nullable Price pricing,
      @Nullable JsonNode content) {

    /** The same, with a URL of its file. */
    Single withUrl(String fileUrl) {
      return new Single(
          id,
          interactionId,
          senderId,
          type,
          message,
          status,
          messageId,
          sentAt,
          isRead,
          direction,
          statusMessage,
          refMessageId,
          fileUrl,
          staffId,
          sendAt,
          deliveredAt,
          readAt,
          failedAt,
          pricing,
          content);
    }
  }
}
