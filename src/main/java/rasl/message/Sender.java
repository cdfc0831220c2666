package rasl.message;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import rasl.db.Db;
import rasl.db.GroupCommit;
import rasl.db.TenantTx;
import rasl.job.Job;
import rasl.job.JobHandler;
import rasl.job.JobQueue;
import rasl.job.LeaseLostException;
import rasl.whatsapp.Connection;
import rasl.whatsapp.ConnectionStore;
import rasl.whatsapp.GraphClient;
import rasl.whatsapp.ReceiverClock;
import rasl.whatsapp.SendOutcome;

/**
 * Makes one attempt to send one message. The Cloud API has no idempotency key, so an attempt whose
 * outcome is unknown waits until WhatsApp's webhooks have had time to report it (our id travels in
 * {@code biz_opaque_callback_data}), then goes once more; a second unknown outcome ends it.
 */
final class Sender implements JobHandler {
  static final String KIND = "message.send";

  /** The lease must cover the whole call and this much for writing its result. */
  private static final Duration WRITING = Duration.ofSeconds(5);

  private static final String UNKNOWN_TWICE =
      "outcome unknown: twice no answer came from WhatsApp, and no status either";

  private final Db db;
  private final JobQueue queue;
  private final MessageStore messages;
  private final ConnectionStore connections;
  private final ReceiverClock receiver;
  private final GraphClient graph;
  private final CallbackData callbackData;
  private final RetryPolicy retries;
  private final GroupCommit<Settlements.Settle, Boolean> settling;
  private final Clock clock;

  Sender(
      Db db,
      JobQueue queue,
      MessageStore messages,
      ConnectionStore connections,
      ReceiverClock receiver,
      GraphClient graph,
      CallbackData callbackData,
      RetryPolicy retries,
      GroupCommit<Settlements.Settle, Boolean> settling,
      Clock clock) {
    this.db = db;
    this.queue = queue;
    this.messages = messages;
    this.connections = connections;
    this.receiver = receiver;
    this.graph = graph;
    this.callbackData = callbackData;
    this.retries = retries;
    this.settling = settling;
    this.clock = clock;
  }

  @Override
  public void run(Job job) throws InterruptedException {
    AttemptResult result = attempt(job);
    if (!settling.submit(job.tenant(), new Settlements.Settle(job, result))) {
      throw new LeaseLostException(job);
    }
  }

  /** Makes the attempt that a waiting request holds, and tells what was written. */
  AttemptResult runNow(Job job) throws InterruptedException {
    AttemptResult result = attempt(job);
    boolean written = settling.submit(job.tenant(), new Settlements.Settle(job, result));
    return written ? result : new AttemptResult.Overtaken();
  }

  private AttemptResult attempt(Job job) throws InterruptedException {
    Prepared prepared = db.inTenant(job.tenant(), tx -> prepare(tx, job));
    return switch (prepared) {
      case Prepared.Nothing(var result) -> result;
      case Prepared.Ready(var message, var connection) -> {
        holdLease(job);
        yield send(job, message, connection);
      }
    };
  }

  /** What an attempt finds before it calls WhatsApp. */
  private sealed interface Prepared {
    record Ready(MessageStore.Outgoing message, Connection connection) implements Prepared {}

    record Nothing(AttemptResult result) implements Prepared {}
  }

  private Prepared prepare(TenantTx tx, Job job) {
    Optional<MessageStore.Outgoing> found = messages.outgoing(tx, job.ref());
    if (found.isEmpty() || found.get().status() != MessageStatus.QUEUED) {
      return new Prepared.Nothing(new AttemptResult.Overtaken());
    }
    MessageStore.Outgoing message = found.get();
    if (message.unknownSince().isPresent()) {
      long heard = receiver.upMillis(tx) - message.unknownSince().getAsLong();
      long rest = Settlements.LOOKED_FOR.toMillis() - heard;
      if (rest > 0) {
        return new Prepared.Nothing(
            new AttemptResult.Again(
                Duration.ofMillis(rest), "outcome unknown, waiting for WhatsApp"));
      }
    }
    // Only now: an attempt that died while it was still to wait cannot have sent anything.
    if (job.lost() > 0) {
      return new Prepared.Nothing(unknown(message, "the server stopped in the middle of sending"));
    }
    return connections
        .find(tx)
        .<Prepared>map(connection -> new Prepared.Ready(message, connection))
        .orElseGet(() -> new Prepared.Nothing(withoutConnection()));
  }

  private AttemptResult withoutConnection() {
    return new AttemptResult.Failed(
        "the account is no longer connected to WhatsApp", Optional.empty(), clock.instant());
  }

  /** No other worker may begin while this call can still succeed. */
  private void holdLease(Job job) {
    Duration needed = GraphClient.DEADLINE.plus(WRITING);
    if (job.leaseLeft().compareTo(needed) < 0
        && !db.<Boolean>inSystem(tx -> queue.renew(tx, job))) {
      throw new LeaseLostException(job);
    }
  }

  private AttemptResult send(Job job, MessageStore.Outgoing message, Connection connection)
      throws InterruptedException {
    SendOutcome outcome =
        graph.sendText(
            connection,
            message.phone().international(),
            message.text(),
            callbackData.of(message.id()));
    return switch (outcome) {
      case SendOutcome.Accepted(var wamid, _) -> new AttemptResult.Sent(wamid, clock.instant());
      case SendOutcome.Refused(var error) ->
          retries.refused(error, job.attempt(), message.createdAt(), clock.instant());
      case SendOutcome.NotSent(var why) ->
          retries.notSent(why, job.attempt(), message.createdAt(), clock.instant());
      case SendOutcome.Unknown(var why) -> unknown(message, why);
    };
  }

  private AttemptResult unknown(MessageStore.Outgoing message, String why) {
    return message.unknownAttempts() == 0
        ? new AttemptResult.Unknown(
            "outcome unknown (" + why + "): waiting for WhatsApp before sending again")
        : new AttemptResult.Failed(UNKNOWN_TWICE, Optional.empty(), clock.instant());
  }
}
