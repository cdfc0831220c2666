package rasl.message;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.whatsapp.GraphError;
import rasl.whatsapp.WhatsAppUpdate.Progress;

/**
 * An outbound message while what is known of it is put together: reports may come late, twice and
 * in any order, and the status only ever moves forward (contract 2.5). {@code failed} comes only
 * from queued or sent; a failure that this server decided yields to whatever WhatsApp reports.
 */
final class Progressing {
  final long id;
  @Nullable String wamid;
  MessageStatus status;
  boolean failedHere;
  @Nullable String statusMessage;
  @Nullable Integer errorCode;
  @Nullable Instant sentAt;
  @Nullable Instant deliveredAt;
  @Nullable Instant readAt;
  @Nullable Instant failedAt;

  Progressing(long id, @Nullable String wamid, MessageStatus status, boolean failedHere) {
    this.id = id;
    this.wamid = wamid;
    this.status = status;
    this.failedHere = failedHere;
  }

  /**
   * Takes in a report.
   *
   * @return whether it moved the status
   */
  boolean report(Progress progress, Instant at, Optional<GraphError> error) {
    switch (progress) {
      case SENT -> sentAt = earlier(sentAt, at);
      case DELIVERED -> deliveredAt = earlier(deliveredAt, at);
      case READ -> readAt = earlier(readAt, at);
      case FAILED -> failedAt = earlier(failedAt, at);
    }
    MessageStatus next = MessageStatus.valueOf(progress.name());
    if (!mayMoveTo(next)) {
      return false;
    }
    status = next;
    failedHere = false;
    statusMessage = error.map(GraphError::text).orElse(null);
    errorCode = error.map(GraphError::code).orElse(null);
    return true;
  }

  /** This server gives the message up. */
  void failHere(String why, Optional<GraphError> error, Instant at) {
    status = MessageStatus.FAILED;
    failedHere = true;
    statusMessage = why;
    errorCode = error.map(GraphError::code).orElse(null);
    failedAt = at;
  }

  private boolean mayMoveTo(MessageStatus next) {
    return switch (status) {
      case QUEUED, SCHEDULED -> true;
      case FAILED -> failedHere;
      case SENT -> next != MessageStatus.SENT;
      case DELIVERED -> next == MessageStatus.READ;
      case READ, CANCELLED, RECEIVED -> false;
    };
  }

  private static Instant earlier(@Nullable Instant one, Instant other) {
    return one == null || other.isBefore(one) ? other : one;
  }
}
