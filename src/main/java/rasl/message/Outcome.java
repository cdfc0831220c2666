package rasl.message;

import java.time.Instant;
import rasl.refusal.Refusal;

/** What came of a wish to send. */
public sealed interface Outcome {
  /** The message is stored; its further fate is told by {@link MessageOutcomes}. */
  sealed interface Stored extends Outcome {
    QueuedMessage message();
  }

  /** WhatsApp took it. */
  record Sent(QueuedMessage message, String wamid, Instant sentAt) implements Stored {}

  /**
   * It goes on in the background.
   *
   * @param status {@code QUEUED} or {@code SCHEDULED}; or, where it is told again, {@code
   *     CANCELLED}
   */
  record Queued(QueuedMessage message, MessageStatus status) implements Stored {}

  /** It will not arrive. */
  record FailedForGood(QueuedMessage message, Refusal.MessageSendFailed refusal)
      implements Stored {}

  /** It may not be sent, and nothing of it was stored. */
  record Refused(Refusal refusal) implements Outcome {}

  /** The caller's idempotency key belongs to an earlier request. */
  record Repeated() implements Outcome {}
}
