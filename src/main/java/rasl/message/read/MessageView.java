package rasl.message.read;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import rasl.media.MessageFile;
import rasl.whatsapp.receive.Price;
import tools.jackson.databind.JsonNode;

/** The public shape of messages. Changing it changes the contract in api/openapi.yaml. */
public final class MessageView {
  private MessageView() {}

  /**
   * A message in a list.
   *
   * @param interactionId the thread
   * @param senderId the customer's digits inbound, or the user id where WhatsApp hides them; the
   *     business number's digits outbound
   * @param messageId WhatsApp's id
   * @param groupId WhatsApp's id of the group that it was written in; null where in none
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
      String direction,
      @Nullable String groupId) {}

  /**
   * A message in a thread: what people who read it need beside the item.
   *
   * @param url of its file or link
   * @param media its file; null where it has none that is kept here
   */
  record Said(
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
      @Nullable String groupId,
      @Nullable String url,
      @Nullable File media) {

    /** With its file, or with the link that it was sent as. */
    static Said of(Linked linked, @Nullable MessageFile file) {
      Item item = linked.item();
      return new Said(
          item.id(),
          item.interactionId(),
          item.senderId(),
          item.type(),
          item.message(),
          item.status(),
          item.messageId(),
          item.sentAt(),
          item.isRead(),
          item.direction(),
          item.groupId(),
          file == null ? linked.link() : file.url(),
          File.of(file));
    }
  }

  /** An item, and the link that it was sent as. */
  record Linked(Item item, @Nullable String link) {}

  /** A message's file; its URL stands beside it. */
  record File(
      String status,
      @Nullable String mimeType,
      @Nullable String filename,
      @Nullable Long size,
      @Nullable String failure) {

    static @Nullable File of(@Nullable MessageFile file) {
      return file == null
          ? null
          : new File(file.status(), file.mimeType(), file.filename(), file.size(), file.failure());
    }
  }

  /**
   * A message alone: an item, and how it came there.
   *
   * @param sendAt when it was to leave; null for at once
   * @param pricing how Meta charges for it, as its statuses told
   * @param media its file; null where it has none that is kept here
   * @param content what a customer sent, as WhatsApp gave it; null for messages of ours
   */
  public record Single(
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
      @Nullable String groupId,
      @Nullable String statusMessage,
      @Nullable String refMessageId,
      @Nullable String url,
      @Nullable Long staffId,
      @Nullable Instant sendAt,
      @Nullable Instant deliveredAt,
      @Nullable Instant readAt,
      @Nullable Instant failedAt,
      @Nullable Price pricing,
      @Nullable File media,
      @Nullable JsonNode content) {

    /** The same, with its file. */
    Single with(MessageFile file) {
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
          groupId,
          statusMessage,
          refMessageId,
          file.url(),
          staffId,
          sendAt,
          deliveredAt,
          readAt,
          failedAt,
          pricing,
          File.of(file),
          content);
    }
  }
}
