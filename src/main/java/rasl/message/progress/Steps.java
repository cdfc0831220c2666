package rasl.message.progress;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rasl.db.TenantTx;
import rasl.event.Event;
import rasl.event.EventLog;
import rasl.message.MessageOutcomes;

/** Writes the steps that messages made, with all that follows from them. */
public final class Steps {
  private final MessageStore messages;
  private final MessageSecrets secrets;
  private final EventLog events;
  private final List<MessageOutcomes> observers;

  public Steps(
      MessageStore messages,
      MessageSecrets secrets,
      EventLog events,
      List<MessageOutcomes> observers) {
    this.messages = messages;
    this.secrets = secrets;
    this.events = events;
    this.observers = List.copyOf(observers);
  }

  /**
   * Writes how far messages came.
   *
   * @param locked the messages, by {@link MessageStore#lock}; those that did not change are passed
   *     over
   * @param happened what is told of them
   */
  public void write(TenantTx tx, List<Progressing> locked, List<Event> happened, Instant now) {
    write(tx, locked, happened, Collections.nCopies(happened.size(), null), now);
  }

  /**
   * The same for steps that requests caused.
   *
   * @param requestIds one for each of what happened
   */
  public void write(
      TenantTx tx,
      List<Progressing> locked,
      List<Event> happened,
      List<? extends @Nullable String> requestIds,
      Instant now) {
    List<Progressing> changed = locked.stream().filter(Progressing::isChanged).toList();
    if (!changed.isEmpty()) {
      messages.progress(tx, changed, now);
      secrets.forget(
          tx,
          changed.stream()
              .filter(message -> message.sealed && !message.isWaiting())
              .map(message -> message.id)
              .toList());
      tell(tx, changed, now);
    }
    events.recordAll(tx, happened, requestIds);
  }

  private void tell(TenantTx tx, List<Progressing> changed, Instant now) {
    List<MessageOutcomes.Step> steps =
        changed.stream()
            .filter(message -> message.watched && message.hasMoved())
            .map(
                message ->
                    new MessageOutcomes.Step(message.id, message.status, message.isRefused(), now))
            .toList();
    if (!steps.isEmpty()) {
      observers.forEach(observer -> observer.came(tx, steps));
    }
  }
}
