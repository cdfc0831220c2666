package rasl.conversation;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The public shape of threads. Changing it changes the contract in api/openapi.yaml. */
final class ConversationView {
  private ConversationView() {}

  /** The names that {@code fields} may ask for. */
  static final List<String> FIELDS =
      List.of(
          "contact_id",
          "contact",
          "group_id",
          "last_message",
          "last_message_at",
          "unread_count",
          "is_open",
          "open_until",
          "last_inbound_at",
          "created_at",
          "updated_at");

  /** Who it is with. */
  record Customer(
      long id, String firstname, String lastname, @Nullable String phone, boolean isOptedOut) {}

  /** What was said last. */
  record Preview(
      long id,
      String type,
      @Nullable String message,
      String direction,
      String status,
      Instant sentAt) {}

  /**
   * A thread.
   *
   * @param contact null where the contact was deleted, and of a group
   * @param groupId WhatsApp's id of the group that it is the thread of; null where of none
   * @param lastMessage null where nothing was written yet
   * @param isOpen whether the customer service window is open
   * @param openUntil until when it is, or was; null where the customer never wrote
   * @param lastInboundAt when the customer last wrote or called
   */
  record Chat(
      long id,
      @Nullable Long contactId,
      @Nullable Customer contact,
      @Nullable String groupId,
      @Nullable Preview lastMessage,
      Instant lastMessageAt,
      int unreadCount,
      boolean isOpen,
      @Nullable Instant openUntil,
      @Nullable Instant lastInboundAt,
      Instant createdAt,
      Instant updatedAt) {}

  /**
   * The answer to marking a thread as read.
   *
   * @param messagesRead how many were unread
   * @param typing whether the customer is shown that somebody writes
   */
  record Read(long id, int unreadCount, int messagesRead, boolean typing) {}

  /**
   * Whether a contact may be written to freely.
   *
   * @param chatId the thread; null where there is none yet
   * @param isCertain whether a shut window is known to be shut; else WhatsApp decides
   * @param marketingStopped whether the customer stopped marketing in WhatsApp itself
   */
  record Window(
      long contactId,
      @Nullable Long chatId,
      boolean isOpen,
      @Nullable Instant openUntil,
      @Nullable Instant lastInboundAt,
      boolean isCertain,
      boolean isOptedOut,
      boolean marketingStopped) {}
}
