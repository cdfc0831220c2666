package rasl.message;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The public shape of messages. Changing it changes the contract in api/openapi.yaml. */
final class MessageView {
  private MessageView() {}

  /**
   * A message in a list.
   *
   * @param interactionId the thread
   * @param senderId the customer's digits inbound, the business number's outbound
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

  /** A message alone: an item, and how it came there. */
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
      @Nullable Instant deliveredAt,
      @Nullable Instant readAt,
      @Nullable Instant failedAt) {}

  /**
   * The answer to a send.
   *
   * @param messageId WhatsApp's id; null while the message is queued
   * @param sentAt null while the message is queued
   * @param chatId the thread
   * @param chatMessageId our id of the message
   */
  record SentText(
      @Nullable String messageId,
      long contactId,
      String phone,
      String status,
      @Nullable Instant sentAt,
      long chatId,
      long chatMessageId,
      String message) {

    static SentText queued(QueuedMessage message) {
      return of(message, null, MessageStatus.QUEUED, null);
    }

    static SentText sent(QueuedMessage message, String wamid, Instant at) {
      return of(message, wamid, MessageStatus.SENT, at);
    }

    /** Read from the message: it was sent, and may have come further since. */
    static SentText told(QueuedMessage message, @Nullable String wamid, @Nullable Instant sentAt) {
      return of(message, wamid, MessageStatus.SENT, sentAt);
    }

    private static SentText of(
        QueuedMessage message,
        @Nullable String wamid,
        MessageStatus status,
        @Nullable Instant sentAt) {
      return new SentText(
          wamid,
          message.contactId(),
          message.phone().digits(),
          status.text(),
          sentAt,
          message.conversationId(),
          message.id(),
          message.text());
    }
  }
}
