package rasl.message;

import java.time.Instant;
import java.util.List;
import rasl.db.TenantTx;

/** Hears what becomes of the messages that another room accompanies ({@link Accompany}). */
@FunctionalInterface
public interface MessageOutcomes {
  /**
   * Runs in the transaction that writes the steps: of an attempt, a status of WhatsApp's or a
   * cancellation. A message may be told of several times, always forward but for one: a failure
   * that this server decided yields to what WhatsApp reports later.
   */
  void came(TenantTx tx, List<Step> steps);

  /**
   * A message's step.
   *
   * @param status where it is now: {@code SENT}, {@code DELIVERED}, {@code READ}, {@code FAILED} or
   *     {@code CANCELLED}
   * @param refused whether it failed because WhatsApp said so, and not because this server gave up
   */
  record Step(long messageId, MessageStatus status, boolean refused, Instant at) {}
}
