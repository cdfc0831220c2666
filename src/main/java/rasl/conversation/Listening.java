package rasl.conversation;

import java.time.Instant;
import java.util.Optional;
import rasl.db.TenantTx;
import rasl.whatsapp.Connection;
import rasl.whatsapp.receive.ReceiverClock;

/**
 * Whether a shut window can be told for sure: only where this server has listened to everything
 * that customers could have written for a whole window's length.
 */
public final class Listening {
  private final ReceiverClock receiver;

  public Listening(ReceiverClock receiver) {
    this.receiver = receiver;
  }

  public boolean isComplete(TenantTx tx, Connection connection, Instant now) {
    if (connection.simulated()) {
      return true;
    }
    Optional<Instant> since = connection.listeningSince();
    if (since.isEmpty()) {
      return false;
    }
    Instant gap = receiver.gapEndedAt(tx).orElse(Instant.EPOCH);
    Instant complete = since.get().isAfter(gap) ? since.get() : gap;
    return !complete.plus(Conversation.WINDOW).isAfter(now);
  }
}
