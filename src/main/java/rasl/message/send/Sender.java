package rasl.message.send;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rasl.contact.WhatsAppUser;
import rasl.db.DatabaseException;
import rasl.db.Db;
import rasl.db.GroupCommit;
import rasl.db.TenantTx;
import rasl.job.Job;
import rasl.job.JobHandler;
import rasl.job.JobQueue;
import rasl.job.LeaseLostException;
import rasl.job.Releasing;
import rasl.message.accept.WaitingRequests;
import rasl.message.progress.CallbackData;
import rasl.message.progress.MessageStore;
import rasl.whatsapp.graph.GraphClient;
import rasl.whatsapp.graph.SendOutcome;

/**
 * Makes one attempt to send one message. The Cloud API has no idempotency key, so an attempt whose
 * outcome is unknown waits until WhatsApp's webhooks have had time to report it (our id travels in
 * {@code biz_opaque_callback_data}), then goes once more; a second unknown outcome ends it.
 */
public final class Sender implements JobHandler {
  private static final Logger log = LoggerFactory.getLogger(Sender.class);

  /** The kind of the job that sends a message. */
  public static final String KIND = "message.send";

  /** The lease must cover the whole call and this much for writing its result. */
  private static final Duration WRITING = Duration.ofSeconds(5);

  private static final Duration WRITE_AGAIN = Duration.ofMillis(200);

  private final Db db;
  private final JobQueue queue;
  private final GroupCommit<Job, Preparation.Prepared> preparing;
  private final GraphClient graph;
  private final FileFirst fileFirst;
  private final CallbackData callbackData;
  private final RetryPolicy retries;
  private final Departure departure;
  private final GroupCommit<Settlements.Settle, Boolean> settling;
  private final Settlements settlements;
  private final Releasing releasing;
  private final WaitingRequests waiting;
  private final Clock clock;

  public Sender(
      Db db,
      JobQueue queue,
      GroupCommit<Job, Preparation.Prepared> preparing,
      GraphClient graph,
      FileFirst fileFirst,
      CallbackData callbackData,
      RetryPolicy retries,
      Departure departure,
      GroupCommit<Settlements.Settle, Boolean> settling,
      Settlements settlements,
      WaitingRequests waiting,
      Clock clock) {
    this.db = db;
    this.queue = queue;
    this.preparing = preparing;
    this.graph = graph;
    this.fileFirst = fileFirst;
    this.callbackData = callbackData;
    this.retries = retries;
    this.departure = departure;
    this.settling = settling;
    this.settlements = settlements;
    this.waiting = waiting;
    this.clock = clock;
    this.releasing = new Releasing(db, queue);
  }

  @Override
  public void run(Job job) throws InterruptedException {
    AttemptResult result = attempt(job, Optional.empty());
    if (!settle(job, result)) {
      throw new LeaseLostException(job);
    }
    waiting.written(job.ref(), result);
  }

  @Override
  public void givenUp(TenantTx tx, Job job) {
    settlements.giveUp(tx, job);
  }

  /**
   * Makes the attempt that a waiting request holds, and tells what was written. One that breaks off
   * before WhatsApp is called is put back at once.
   *
   * @param ready what the attempt needs, as it was found when the message was taken in; it counts
   *     for a moment
   */
  public AttemptResult runNow(Job job, Optional<Preparation.Prepared.Ready> ready)
      throws InterruptedException {
    try {
      AttemptResult result = attempt(job, ready);
      return settle(job, result) ? result : new AttemptResult.Overtaken();
    } catch (LeaseLostException _) {
      return new AttemptResult.Overtaken();
    } catch (RuntimeException e) {
      log.warn("the attempt of message {} broke off before WhatsApp was called", job.ref(), e);
      releasing.release(job, e);
      return new AttemptResult.Again(Duration.ZERO, "the attempt broke off");
    }
  }

  /**
   * Writes the result, through an outage of the database too, however long: what WhatsApp has taken
   * must not be sent again. A lock of other work is waited for until the lease ends. Where another
   * attempt takes the job first, it knows that this one was lost.
   *
   * @return false where another attempt goes on, and nothing was written
   */
  private boolean settle(Job job, AttemptResult result) throws InterruptedException {
    while (true) {
      try {
        return settling.submit(job.tenant(), new Settlements.Settle(job, result));
      } catch (DatabaseException e) {
        if (!Releasing.isWrittenAgain(job, e)) {
          log.warn("the result of message {} could not be written: {}", job.ref(), e.toString());
          return false;
        }
        Thread.sleep(WRITE_AGAIN);
      } catch (RuntimeException e) {
        log.error("the result of message {} could not be written", job.ref(), e);
        return false;
      }
    }
  }

  /**
   * An exception means that nothing has left: what a call comes to is always a result. So an
   * attempt that is interrupted before its call puts its job back.
   */
  private AttemptResult attempt(Job job, Optional<Preparation.Prepared.Ready> known)
      throws InterruptedException {
    var called = new AtomicBoolean();
    try {
      return attempt(job, prepared(job, known), called);
    } catch (InterruptedException e) {
      if (!called.get()) {
        releasing.release(job, e);
      }
      throw e;
    }
  }

  /** What was judged a moment ago is not judged again. */
  private Preparation.Prepared prepared(Job job, Optional<Preparation.Prepared.Ready> known) {
    Optional<Preparation.Prepared.Ready> fresh =
        known.filter(ready -> !Leaving.isLate(ready.message(), clock.instant()));
    return fresh.isPresent() ? fresh.get() : preparing.submit(job.tenant(), job);
  }

  private AttemptResult attempt(Job job, Preparation.Prepared prepared, AtomicBoolean called)
      throws InterruptedException {
    return switch (prepared) {
      case Preparation.Prepared.Nothing(var result) -> result;
      case Preparation.Prepared.Ready ready -> {
        Optional<AttemptResult> heldBack =
            departure.heldBack(job, ready.message(), ready.connection());
        if (heldBack.isPresent()) {
          yield within(ready, heldBack.get());
        }
        AttemptResult result =
            fileFirst.send(
                job,
                ready,
                payload -> {
                  holdLease(job);
                  called.set(true);
                  return send(job, ready, payload);
                });
        yield within(ready, result);
      }
    };
  }

  private AttemptResult within(Preparation.Prepared.Ready ready, AttemptResult result) {
    return ready
        .notAfter()
        .map(limit -> RetryPolicy.within(limit, result, clock.instant()))
        .orElse(result);
  }

  /** No other worker may begin while this call can still succeed. */
  private void holdLease(Job job) {
    Duration needed = GraphClient.DEADLINE.plus(WRITING);
    if (job.leaseLeft().compareTo(needed) < 0
        && !db.<Boolean>inSystem(tx -> queue.renew(tx, job))) {
      throw new LeaseLostException(job);
    }
  }

  private AttemptResult send(Job job, Preparation.Prepared.Ready ready, String payload)
      throws InterruptedException {
    MessageStore.Outgoing message = ready.message();
    return switch (call(ready, payload)) {
      case SendOutcome.Accepted(var wamid, var waId) -> {
        departure.accepted(job);
        yield new AttemptResult.Sent(wamid, spelling(message.to(), waId), clock.instant());
      }
      case SendOutcome.Refused(var error) ->
          departure.refused(job, message, ready.connection(), error);
      case SendOutcome.NotSent(var why) ->
          retries.notSent(why, job.tries(), message.dueAt(), clock.instant());
      case SendOutcome.Unknown(var why) -> Preparation.unknown(message, why, clock.instant());
    };
  }

  /** What WhatsApp calls the number that it was sent to, where that is another. */
  private static String spelling(WhatsAppUser to, String waId) {
    return to.phone().isEmpty() || to.phone().equals(waId) ? "" : waId;
  }

  /** Whatever goes wrong from here on, the message may have left. */
  private SendOutcome call(Preparation.Prepared.Ready ready, String payload)
      throws InterruptedException {
    MessageStore.Outgoing message = ready.message();
    try {
      return graph.send(ready.connection(), message.to(), payload, callbackData.of(message.id()));
    } catch (RuntimeException e) {
      log.error("the call for message {} broke off", message.id(), e);
      return new SendOutcome.Unknown("the call broke off");
    }
  }
}
