package rasl.message.send;

import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;
import rasl.db.TenantTx;
import rasl.event.Event;
import rasl.job.JobQueue;
import rasl.message.MessageStatus;
import rasl.message.progress.MessageStore;
import rasl.message.progress.Progressing;
import rasl.message.progress.Steps;
import rasl.message.read.MessageApi;
import rasl.message.read.MessageListStore;
import rasl.message.read.MessageView;
import rasl.refusal.Refusal;

/**
 * Takes back messages that have not left. Whoever takes the message's job wins: this, and no
 * attempt will ever begin; or an attempt, and there is nothing to take back.
 */
public final class Cancellation {
  private final JobQueue queue;
  private final MessageStore messages;
  private final Steps steps;
  private final MessageListStore stored;
  private final Clock clock;

  public Cancellation(
      JobQueue queue, MessageStore messages, Steps steps, MessageListStore stored, Clock clock) {
    this.queue = queue;
    this.messages = messages;
    this.steps = steps;
    this.stored = stored;
    this.clock = clock;
  }

  /**
   * Cancels a message; one that is cancelled already stays so.
   *
   * @return the message as it is now
   * @throws rasl.refusal.RefusedException not found; or a conflict where it has left, or may have
   */
  public MessageView.Single cancel(TenantTx tx, long id, String requestId) {
    MessageView.Single found = find(tx, id);
    if (found.status().equals(MessageStatus.CANCELLED.text())) {
      return found;
    }
    // The job first, then the message: in the order in which attempts are settled.
    OptionalLong job = messages.jobOf(tx, id);
    boolean taken = job.isPresent() && queue.withdraw(tx, job.getAsLong());
    List<Progressing> locked = messages.lock(tx, List.of(), List.of(id));
    if (locked.isEmpty()) {
      throw new Refusal.NotCancellable(found.status()).thrown();
    }
    Progressing message = locked.getFirst();
    if (message.status == MessageStatus.CANCELLED) {
      return find(tx, id); // Somebody else did it in the meantime.
    }
    if (!taken || !message.isWaiting() || message.hasUnknownAttempt) {
      throw new Refusal.NotCancellable(message.status.text()).thrown();
    }
    message.cancel();
    steps.write(
        tx,
        locked,
        List.of(
            Event.happened("message.cancelled", "message", id).at(message.step(clock.instant()))),
        List.of(requestId),
        clock.instant());
    return find(tx, id);
  }

  private MessageView.Single find(TenantTx tx, long id) {
    return stored.find(tx, id).orElseThrow(() -> new Refusal.NotFound(MessageApi.MESSAGE).thrown());
  }
}
