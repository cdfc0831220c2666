package rasl.message;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
import rasl.refusal.Refusal;
import rasl.refusal.RefusedException;
import rasl.whatsapp.GraphError;

/**
 * Sends messages: stored first, then sent by the request's own attempt, whose outcome the caller
 * waits for. What is not known in time goes on in the background.
 */
final class Messages implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Messages.class);

  private static final Duration LAST_ATTEMPTS = Duration.ofSeconds(10);

  private final Db db;
  private final GroupCommit<AcceptCommand, AcceptOutcome> accepting;
  private final Sender sender;
  private final MessageListStore stored;
  private final IdempotencyStore keys;
  private final Duration longestWait;
  private final ExecutorService attempts = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * @param longestWait how long a caller waits for WhatsApp's answer
   */
  Messages(
      Db db,
      GroupCommit<AcceptCommand, AcceptOutcome> accepting,
      Sender sender,
      MessageListStore stored,
      IdempotencyStore keys,
      Duration longestWait) {
    this.db = db;
    this.accepting = accepting;
    this.sender = sender;
    this.stored = stored;
    this.keys = keys;
    this.longestWait = longestWait;
  }

  /**
   * Takes a message in and gives the answer to its send (contract 2.5, rule 5).
   *
   * @param waits whether the caller waits for WhatsApp's answer
   * @throws RefusedException where it may not be sent, or WhatsApp refused it for good
   */
  Answer send(Change change, SendText request, boolean waits) {
    var command = new AcceptCommand(request, change.requestId(), change.claim(), waits);
    AcceptOutcome outcome = accepting.submit(change.tenant(), command);
    return switch (outcome) {
      case AcceptOutcome.Refused(var refusal) -> throw refusal.thrown();
      case AcceptOutcome.Repeated() -> change.answerOfTheFirst();
      case AcceptOutcome.Accepted(var message, var job) ->
          kept(change, () -> waits ? outcome(message, job) : queued(message));
    };
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

  private Answer outcome(QueuedMessage message, Job job) {
    Future<AttemptResult> attempt = attempts.submit(() -> sender.runNow(job));
    try {
      return answer(job, message, attempt.get(longestWait.toMillis(), TimeUnit.MILLISECONDS));
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

  private Answer answer(Job job, QueuedMessage message, AttemptResult result) {
    return switch (result) {
      case AttemptResult.Sent(var wamid, var at) ->
          Answer.ok(MessageView.SentText.sent(message, wamid, at));
      case AttemptResult.Failed(var why, var error, _) -> throw failed(why, error).thrown();
      case AttemptResult.Overtaken _ -> retell(job.tenant(), message.id());
      case AttemptResult.Again _, AttemptResult.Unknown _ -> queued(message);
    };
  }

  private static Answer queued(QueuedMessage message) {
    return Answer.accepted(MessageView.SentText.queued(message));
  }

  /** The answer to a send whose outcome is read from its message. */
  Answer retell(TenantId tenant, String subject) {
    return retell(tenant, Long.parseLong(subject.substring(subject.indexOf(':') + 1)));
  }

  private Answer retell(TenantId tenant, long id) {
    MessageListStore.Told told =
        db.inTenant(tenant, tx -> stored.told(tx, id))
            .orElseThrow(() -> new Refusal.NotFound("Message").thrown());
    return switch (told.status()) {
      case QUEUED, SCHEDULED -> queued(told.message());
      case FAILED ->
          throw failed(
                  told.statusMessage() == null ? "" : told.statusMessage(),
                  Optional.ofNullable(told.errorCode())
                      .map(code -> GraphError.retold(code, told.statusMessage())))
              .thrown();
      case SENT, DELIVERED, READ, CANCELLED, RECEIVED ->
          Answer.ok(MessageView.SentText.told(told.message(), told.wamid(), told.sentAt()));
    };
  }

  /** Waits for attempts that still go on; what does not end in time is left leased. */
  @Override
  public void close() {
    attempts.shutdown();
    try {
      if (!attempts.awaitTermination(LAST_ATTEMPTS.toMillis(), TimeUnit.MILLISECONDS)) {
        attempts.shutdownNow();
      }
    } catch (InterruptedException _) {
      attempts.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private static Refusal failed(String why, Optional<GraphError> error) {
    return error
        .<Refusal>map(e -> new Refusal.MessageSendFailed(e.code(), e.title(), e.details()))
        .orElseGet(() -> new Refusal.MessageSendFailed(0, "Message not sent", why));
  }
}
