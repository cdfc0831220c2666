package rasl.message.accept;

import java.util.Optional;
import rasl.job.Job;
import rasl.message.QueuedMessage;
import rasl.message.send.Preparation;
import rasl.refusal.Refusal;

/** What came of a wish to send. An outcome and not an exception: its group commits all the same. */
public sealed interface AcceptOutcome {
  /**
   * The message is stored; {@code job} sends it, and is held by this node where the caller waits.
   *
   * @param ready what a held attempt needs, so that it need not look for it
   */
  record Accepted(QueuedMessage message, Job job, Optional<Preparation.Prepared.Ready> ready)
      implements AcceptOutcome {}

  record Refused(Refusal refusal) implements AcceptOutcome {}

  /** The idempotency key belongs to an earlier request. */
  record Repeated() implements AcceptOutcome {}
}
