package rasl.message;

import java.util.Optional;
import rasl.db.TenantTx;
import rasl.refusal.Refusal;

/**
 * What another room stores together with a message: both are there, or neither. The room is told
 * later what becomes of such a message ({@link MessageOutcomes}).
 */
@FunctionalInterface
public interface Accompany {
  /**
   * Runs in the accepting transaction, after the message is stored. It is called again where that
   * transaction had to be rolled back, and must have no effect but in the database.
   *
   * @return why the message may not be sent after all; then nothing of it stays
   */
  Optional<Refusal> stored(TenantTx tx, QueuedMessage message);
}
