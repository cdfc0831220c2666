package rasl.message;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rasl.db.DatabaseException;
import rasl.db.Db;
import rasl.db.GroupCommit;
import rasl.db.TenantId;
import rasl.http.Answer;
import rasl.http.Change;
import rasl.http.IdempotencyStore;
import rasl.http.KeptAnswer;
import rasl.job.Job;
import rasl.message.accept.AcceptCommand;
import rasl.message.accept.AcceptOutcome;
import rasl.message.accept.WaitingRequests;
import rasl.message.read.MessageListStore;
import rasl.message.send.AttemptResult;
import rasl.message.send.HeldAttempts;
import rasl.refusal.Refusal;
import rasl.refusal.RefusedException;
import rasl.whatsapp.graph.GraphError;

/**
 * Sends messages of every type, for this room and those below: stored first, then sent by the
 * request's own attempt, whose outcome the caller waits for. What is not known in time goes on in
 * the background.
 */
public final class Sending {
  private static final Logger log = LoggerFactory.getLogger(Sending.class);

  /**
   * How long after its turn a request looks what became of its message, which another node may have
   * sent; then after twice as long, and so on. A worker of this node tells it at once.
   */
  private static final Duration FIRST_LOOK = Duration.ofSeconds(1);

  private final Db db;
  private final GroupCommit<AcceptCommand, AcceptOutcome> accepting;
  private final GroupCommit<AcceptCommand, AcceptOutcome> acceptingWithCompany;
  private final HeldAttempts attempts;
  private final MessageListStore stored;
  private final IdempotencyStore keys;
  private final Duration longestWait;

  /**
   * @param acceptingWithCompany a group of its own: whoever accompanies a message may refuse it,
   *     which costs the whole group
   * @param longestWait how long a caller waits for WhatsApp's answer
   */
  Sending(
      Db db,
      GroupCommit<AcceptCommand, AcceptOutcome> accepting,
      GroupCommit<AcceptCommand, AcceptOutcome> acceptingWithCompany,
      HeldAttempts attempts,
      MessageListStore stored,
      IdempotencyStore keys,
      Duration longestWait) {
    this.db = db;
    this.accepting = accepting;
    this.acceptingWithCompany = acceptingWithCompany;
    this.attempts = attempts;
    this.stored = stored;
    this.keys = keys;
    this.longestWait = longestWait;
  }

  /**
   * Takes a message in for a request, and makes its answer (contract 2.5, rule 5), which is kept
   * for repeats of the request. A repeat whose answer was not kept is answered by {@link #retold}.
   *
   * @param waits whether the caller waits for WhatsApp's answer; where many attempts go on already,
   *     it is answered at once all the same
   * @param answer what to answer; it may refuse, as where WhatsApp did
   * @throws RefusedException where it may not be sent, or {@code answer} refuses
   */
  public Answer send(
      Change change, Wish wish, boolean waits, Function<Outcome.Stored, Answer> answer) {
    boolean held = waits && wish.sendAt().isEmpty() && attempts.reserve(change.tenant());
    var command = new AcceptCommand(wish, change.requestId(), change.claim(), held);
    return switch (accept(change.tenant(), command)) {
      case AcceptOutcome.Refused(var refusal) -> throw refusal.thrown();
      case AcceptOutcome.Repeated() -> change.answerOfTheFirst();
      case AcceptOutcome.Accepted accepted ->
          kept(change, () -> answer.apply(outcome(wish, accepted, held)));
    };
  }

  /**
   * Takes a message in that no request keeps an answer of.
   *
   * @param requestId the request that causes it, for its events; null where none does
   * @param waits whether to wait for WhatsApp's answer
   */
  public Outcome send(TenantId tenant, @Nullable String requestId, Wish wish, boolean waits) {
    boolean held = waits && wish.sendAt().isEmpty() && attempts.reserve(tenant);
    var command = new AcceptCommand(wish, requestId, Optional.empty(), held);
    return switch (accept(tenant, command)) {
      case AcceptOutcome.Refused(var refusal) -> new Outcome.Refused(refusal);
      case AcceptOutcome.Repeated() -> new Outcome.Repeated();
      case AcceptOutcome.Accepted accepted -> outcome(wish, accepted, held);
    };
  }

  /**
   * What has come of a message by now.
   *
   * @param subject what its idempotency key is about, as a route's rebuild gets it
   */
  public Outcome.Stored retold(TenantId tenant, String subject) {
    return retold(tenant, Long.parseLong(subject.substring(subject.indexOf(':') + 1)));
  }

  private Outcome.Stored retold(TenantId tenant, long id) {
    MessageListStore.Told told =
        db.inTenant(tenant, tx -> stored.told(tx, id))
            .orElseThrow(() -> new Refusal.NotFound("Message").thrown());
    return switch (told.status()) {
      case QUEUED, SCHEDULED, CANCELLED, RECEIVED ->
          new Outcome.Queued(told.message(), told.status());
      case FAILED ->
          failed(
              told.message(),
              told.statusMessage() == null ? "" : told.statusMessage(),
              Optional.ofNullable(told.errorCode())
                  .map(code -> GraphError.retold(code, told.statusMessage())));
      case SENT, DELIVERED, READ ->
          new Outcome.Sent(
              told.message(),
              told.wamid() == null ? "" : told.wamid(),
              told.sentAt() == null ? told.message().createdAt() : told.sentAt());
    };
  }

  private AcceptOutcome accept(TenantId tenant, AcceptCommand command) {
    boolean accepted = false;
    try {
      AcceptOutcome outcome = submit(tenant, command);
      accepted = outcome instanceof AcceptOutcome.Accepted;
      return outcome;
    } finally {
      if (command.held() && !accepted) {
        attempts.giveBack(tenant);
      }
    }
  }

  private AcceptOutcome submit(TenantId tenant, AcceptCommand command) {
    try {
      return (command.wish().accompany().isPresent() ? acceptingWithCompany : accepting)
          .submit(tenant, command);
    } catch (RefusedException e) {
      return new AcceptOutcome.Refused(e.refusal());
    }
  }

  /** Keeps the answer for repeats, a failure too: something was changed all the same. */
  private Answer kept(Change change, java.util.function.Supplier<Answer> answer) {
    if (change.claim().isEmpty()) {
      return answer.get();
    }
    try {
      Answer given = answer.get();
      keep(change, KeptAnswer.of(given));
      return given;
    } catch (RefusedException e) {
      keep(change, KeptAnswer.of(e.refusal()));
      throw e;
    }
  }

  /** Where it cannot be kept, a repeat's answer is made from the message. */
  private void keep(Change change, KeptAnswer answer) {
    try {
      db.doInTenant(
          change.tenant(), tx -> keys.keep(tx, change.claim().orElseThrow().key(), answer));
    } catch (DatabaseException e) {
      log.warn("an answer could not be kept for repeats", e);
    }
  }

  private Outcome.Stored outcome(Wish wish, AcceptOutcome.Accepted accepted, boolean held) {
    QueuedMessage message = accepted.message();
    Job job = accepted.job();
    if (wish.sendAt().isPresent()) {
      return new Outcome.Queued(message, MessageStatus.SCHEDULED);
    }
    if (!held) {
      return queued(message);
    }
    long until = System.nanoTime() + longestWait.toNanos();
    try (WaitingRequests.Place place = attempts.waitFor(message.id())) {
      AttemptResult result =
          attempts.start(job, accepted.ready()).get(longestWait.toMillis(), TimeUnit.MILLISECONDS);
      return result instanceof AttemptResult.Waits turn
          ? afterItsTurn(place, message, job, turn, until)
          : outcome(message, job, result);
    } catch (TimeoutException _) {
      return queued(message); // The attempt goes on, and settles by itself.
    } catch (ExecutionException e) {
      log.warn("the attempt of message {} broke off; its lease will run out", message.id(), e);
      return queued(message);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return queued(message);
    }
  }

  private Outcome.Stored outcome(QueuedMessage message, Job job, AttemptResult result) {
    return switch (result) {
      case AttemptResult.Sent(var wamid, _, var at) -> new Outcome.Sent(message, wamid, at);
      case AttemptResult.Failed(var why, var error, _) -> failed(message, why, error);
      case AttemptResult.Overtaken _ -> retold(job.tenant(), message.id());
      case AttemptResult.Again _, AttemptResult.Unknown _, AttemptResult.Waits _ -> queued(message);
    };
  }

  /**
   * A worker sends it when it is its turn. The request only listens: it holds neither the job nor a
   * slot nor a connection.
   */
  private Outcome.Stored afterItsTurn(
      WaitingRequests.Place place,
      QueuedMessage message,
      Job job,
      AttemptResult.Waits first,
      long until)
      throws InterruptedException {
    AttemptResult.Waits turn = first;
    Duration look = FIRST_LOOK;
    while (comesBefore(turn, until)) {
      Optional<AttemptResult> written = place.await(earlier(turn.delay().plus(look), until));
      if (written.isEmpty()) {
        Outcome.Stored found = look(job.tenant(), message);
        if (!(found instanceof Outcome.Queued)) {
          return found;
        }
        turn = new AttemptResult.Waits(Duration.ZERO, turn.why(), turn.cause());
        look = look.multipliedBy(2);
      } else if (written.get() instanceof AttemptResult.Waits again) {
        turn = again;
        look = FIRST_LOOK;
      } else {
        return outcome(message, job, written.get());
      }
    }
    return queued(message);
  }

  private static boolean comesBefore(AttemptResult.Waits turn, long until) {
    return turn.cause() != AttemptResult.Waits.Cause.HALT
        && System.nanoTime() + turn.delay().toNanos() - until < 0;
  }

  private static Duration earlier(Duration wait, long until) {
    return Duration.ofNanos(Math.clamp(until - System.nanoTime(), 0, wait.toNanos()));
  }

  /** What another node, or WhatsApp's report, has made of it. */
  private Outcome.Stored look(TenantId tenant, QueuedMessage message) {
    try {
      return retold(tenant, message.id());
    } catch (DatabaseException e) {
      log.debug("a request cannot look what became of message {}", message.id(), e);
      return queued(message);
    }
  }

  private static Outcome.Stored queued(QueuedMessage message) {
    return new Outcome.Queued(message, MessageStatus.QUEUED);
  }

  private static Outcome.Stored failed(
      QueuedMessage message, String why, Optional<GraphError> error) {
    return new Outcome.FailedForGood(
        message,
        error
            .map(e -> new Refusal.MessageSendFailed(e.code(), e.title(), e.details()))
            .orElseGet(() -> new Refusal.MessageSendFailed(0, "Message not sent", why)));
  }
}
