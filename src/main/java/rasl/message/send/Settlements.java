package rasl.message.send;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rasl.contact.Phone;
import rasl.contact.WhatsAppContacts;
import rasl.db.TenantTx;
import rasl.event.Event;
import rasl.job.Job;
import rasl.job.JobQueue;
import rasl.job.Settlement;
import rasl.message.progress.MessageStore;
import rasl.message.progress.Progressing;
import rasl.message.progress.Steps;
import rasl.whatsapp.receive.ReceiverClock;
import rasl.whatsapp.receive.WhatsAppUpdate.Progress;

/**
 * Writes the results of a group of one tenant's attempts, each together with its job. A result
 * whose attempt no longer holds the lease is not written.
 */
public final class Settlements {
  /** How long the receiver must have been up before an unknown outcome is tried again. */
  static final java.time.Duration LOOKED_FOR = java.time.Duration.ofMinutes(2);

  private static final String KILLED =
      "outcome unknown: the server died "
          + JobQueue.MOST_LOST
          + " times in the middle of sending it";

  private static final String BROKEN =
      "not sent: for a day each attempt broke off in the server before WhatsApp was called";

  private static final String LOST_AND_BROKEN =
      "outcome unknown: the server died in the middle of sending it, and for a day each further"
          + " attempt broke off";

  private final JobQueue queue;
  private final MessageStore messages;
  private final WhatsAppContacts contacts;
  private final Steps steps;
  private final ReceiverClock receiver;
  private final Clock clock;

  public Settlements(
      JobQueue queue,
      MessageStore messages,
      WhatsAppContacts contacts,
      Steps steps,
      ReceiverClock receiver,
      Clock clock) {
    this.queue = queue;
    this.messages = messages;
    this.contacts = contacts;
    this.steps = steps;
    this.receiver = receiver;
    this.clock = clock;
  }

  public record Settle(Job job, AttemptResult result) {}

  /** Says for each whether it was written. */
  public List<Boolean> settle(TenantTx tx, List<Settle> group) {
    List<Boolean> held =
        queue.settleAll(
            tx,
            group.stream().map(Settle::job).toList(),
            group.stream().map(one -> settlement(one.result())).toList());
    Map<Long, AttemptResult> ended = new HashMap<>();
    for (int i = 0; i < group.size(); i++) {
      if (held.get(i)) {
        note(tx, group.get(i), ended);
      }
    }
    if (!ended.isEmpty()) {
      learnSpellings(tx, ended);
      end(tx, ended);
    }
    return held;
  }

  /** What WhatsApp calls a recipient is who writes when they answer. */
  private void learnSpellings(TenantTx tx, Map<Long, AttemptResult> ended) {
    Map<Long, String> spellings = new HashMap<>();
    ended.forEach(
        (message, result) -> {
          if (result instanceof AttemptResult.Sent(_, var waId, _) && Phone.isDigits(waId)) {
            spellings.put(message, waId);
          }
        });
    if (!spellings.isEmpty()) {
      contacts.learnSpellings(tx, messages.phones(tx, spellings));
    }
  }

  private static Settlement settlement(AttemptResult result) {
    return switch (result) {
      case AttemptResult.Sent _, AttemptResult.Failed _, AttemptResult.Overtaken _ ->
          new Settlement.Done();
      case AttemptResult.Again(var delay, var why) -> new Settlement.RetryIn(delay, why);
      case AttemptResult.Waits(var delay, var why, _) -> new Settlement.WaitFor(delay, why);
      case AttemptResult.Unknown(var why) -> new Settlement.RetryIn(LOOKED_FOR, why);
    };
  }

  private void note(TenantTx tx, Settle one, Map<Long, AttemptResult> ended) {
    long message = one.job().ref();
    switch (one.result()) {
      case AttemptResult.Sent _, AttemptResult.Failed _ -> ended.put(message, one.result());
      case AttemptResult.Again(_, var why) ->
          messages.explainWaiting(tx, message, why, clock.instant());
      case AttemptResult.Waits(_, var why, var cause) -> explain(tx, message, why, cause);
      case AttemptResult.Unknown(var why) ->
          messages.noteUnknown(tx, message, receiver.upMillis(tx), why, clock.instant());
      case AttemptResult.Overtaken() -> {}
    }
  }

  /** Gives up a message whose attempts killed the server each time, or broke off for a day. */
  void giveUp(TenantTx tx, Job job) {
    String why = job.isKiller() ? KILLED : job.lost() > 0 ? LOST_AND_BROKEN : BROKEN;
    end(tx, Map.of(job.ref(), new AttemptResult.Failed(why, Optional.empty(), clock.instant())));
  }

  /** A number's own pace is a matter of moments, and of a halt its connection tells. */
  private void explain(TenantTx tx, long message, String why, AttemptResult.Waits.Cause cause) {
    switch (cause) {
      case CUSTOMER -> messages.explainWaiting(tx, message, "waiting for " + why, clock.instant());
      case UNKNOWN -> messages.explainWaiting(tx, message, why, clock.instant());
      case NUMBER, HALT -> {}
    }
  }

  /** What WhatsApp's webhooks told in the meantime stays: they may be quicker than its answer. */
  private void end(TenantTx tx, Map<Long, AttemptResult> ended) {
    List<Progressing> locked = messages.lock(tx, List.of(), ended.keySet());
    var happened = new ArrayList<Event>();
    for (Progressing message : locked) {
      switch (ended.get(message.id)) {
        case AttemptResult.Sent(var wamid, _, var at) -> {
          message.isKnownAs(wamid);
          if (message.report(Progress.SENT, at, Optional.empty())) {
            happened.add(
                Event.happened("message.sent", "message", message.id).at(message.step(at)));
          }
        }
        case AttemptResult.Failed(var why, var error, var at) -> {
          if (message.isWaiting()) {
            message.failHere(why, error, at);
            happened.add(
                Event.happened("message.failed", "message", message.id).at(message.step(at)));
          }
        }
        case null, default -> {}
      }
    }
    steps.write(tx, locked, happened, clock.instant());
  }
}
