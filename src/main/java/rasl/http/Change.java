package rasl.http;

import java.util.Optional;
import java.util.function.Function;
import rasl.db.TenantId;
import rasl.db.TenantTx;

/**
 * A call that changes something: the one transaction in which it does so, together with the
 * caller's idempotency key (contract 1.5). A route's handler gets it from its {@link Request}.
 */
public interface Change {
  TenantId tenant();

  /** The request's id, for the events of the change. */
  String requestId();

  /**
   * Runs the change in one transaction. Where the caller gave an idempotency key, the key is stored
   * first and the answer last in that same transaction, so that a repeat gets the same answer even
   * after a crash. A refusal thrown by the work undoes everything, the key included.
   */
  Answer commit(Function<TenantTx, Answer> work);

  /**
   * As {@link #commit}, of work that can refuse and yet have changed something: whatever the
   * outcome is, the transaction commits.
   *
   * @throws rasl.refusal.RefusedException where the outcome is a refusal
   */
  Answer conclude(Function<TenantTx, Outcome> work);

  /**
   * The caller's idempotency key, for rooms that commit many requests' changes in one statement.
   */
  Optional<IdempotencyClaim> claim();

  /**
   * The answer to give when {@link IdempotencyStore#claimAll} says that another request took the
   * key first: that request's answer, marked as a replay.
   *
   * @return nothing: it always throws, because the first answer may itself be a refusal
   */
  Answer answerOfTheFirst();
}
