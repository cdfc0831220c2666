package rasl.message.send;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rasl.db.DatabaseException;
import rasl.db.TenantId;
import rasl.db.TenantTx;
import rasl.job.Job;
import rasl.message.progress.MessageStore;
import rasl.whatsapp.Connection;
import rasl.whatsapp.graph.ErrorClass;
import rasl.whatsapp.graph.GraphError;
import rasl.whatsapp.pace.Halts;
import rasl.whatsapp.pace.Pacing;

/**
 * Whether a message may leave now: not faster than WhatsApp takes messages, and not while the
 * number cannot send or the account is suspended. One that has to wait goes back into its lane, and
 * holds nothing.
 */
public final class Departure {
  private static final Logger log = LoggerFactory.getLogger(Departure.class);
  private static final String SUSPENDED = "the account is suspended";
  private static final int THROUGHPUT = 130429;
  private static final int SPAM_LIMIT = 131048;

  /** How long a number is left alone where Meta says that it sends too much too badly. */
  private static final Duration SPAM_PAUSE = Duration.ofMinutes(10);

  private final Pacing pacing;
  private final Halts halts;
  private final RetryPolicy retries;
  private final Clock clock;

  public Departure(Pacing pacing, Halts halts, RetryPolicy retries, Clock clock) {
    this.pacing = pacing;
    this.halts = halts;
    this.retries = retries;
    this.clock = clock;
  }

  /** Why a message cannot leave now; where it can, what it uses up is taken. */
  Optional<AttemptResult> heldBack(Job job, MessageStore.Outgoing message, Connection connection) {
    // Of a suspended account too what waits stays in its place, and one at a time looks.
    Optional<String> stopped =
        message.suspended()
            ? Optional.of(SUSPENDED)
            : connection.halted().map(Connection.Halt::reason);
    if (stopped.isPresent()) {
      return Optional.of(
          new AttemptResult.Waits(
              halts.leaveAlone(job.tenant()), stopped.get(), AttemptResult.Waits.Cause.HALT));
    }
    Pacing.Turn turn = pacing.turn(job.tenant(), connection, message.to().id(), job.lane());
    return switch (turn.limit()) {
      case NONE -> Optional.empty();
      case NUMBER ->
          Optional.of(
              new AttemptResult.Waits(
                  turn.pause(),
                  "its turn: WhatsApp takes "
                      + connection.messagesPerSecond()
                      + " messages a second from this number",
                  AttemptResult.Waits.Cause.NUMBER));
      case CUSTOMER ->
          Optional.of(
              new AttemptResult.Waits(
                  turn.pause(),
                  "its turn: WhatsApp takes one message in 6 seconds to the same customer",
                  AttemptResult.Waits.Cause.CUSTOMER));
    };
  }

  /** WhatsApp took a message: where it was not sure that the number sends, it is now. */
  void accepted(Job job) {
    halts.works(job.tenant());
  }

  /**
   * What follows for the number from a refusal that WhatsApp tells of a message only later, in a
   * webhook.
   */
  public void toldLater(TenantTx tx, Optional<Connection> connection, GraphError error) {
    if (ErrorClass.of(error) == ErrorClass.HALT) {
      String _ = halts.halt(tx, error);
    } else if (error.code() == SPAM_LIMIT && connection.isPresent()) {
      tx.afterCommit(() -> holdForSpam(tx.tenant(), connection.get()));
    }
  }

  private void holdForSpam(TenantId tenant, Connection connection) {
    try {
      pacing.holdForSpam(tenant, connection, SPAM_PAUSE);
    } catch (DatabaseException e) {
      log.warn("a pause of number {} could not be noted", connection.phoneNumberId(), e);
    }
  }

  /** What follows from a known refusal, for this message and for those that come after it. */
  AttemptResult refused(
      Job job, MessageStore.Outgoing message, Connection connection, GraphError error) {
    if (ErrorClass.of(error) == ErrorClass.HALT) {
      String reason = halts.halt(job.tenant(), connection, error);
      return new AttemptResult.Waits(
          halts.leaveAlone(job.tenant()), reason, AttemptResult.Waits.Cause.HALT);
    }
    AttemptResult result = retries.refused(error, job.tries(), message.dueAt(), clock.instant());
    if (ErrorClass.of(error) == ErrorClass.PAIR_RETRY) {
      pacing.holdPair(
          job.tenant(), connection, message.to().id(), RetryPolicy.pairPause(job.tries()));
    } else if (error.code() == THROUGHPUT) {
      pacing.holdNumber(job.tenant(), connection, Duration.ofSeconds(1));
    } else if (error.code() == SPAM_LIMIT) {
      pacing.holdForSpam(job.tenant(), connection, SPAM_PAUSE);
    }
    return result;
  }
}
