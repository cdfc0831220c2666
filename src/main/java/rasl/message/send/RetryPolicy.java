package rasl.message.send;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import rasl.job.Backoff;
import rasl.whatsapp.graph.ErrorClass;
import rasl.whatsapp.graph.GraphError;

/** What to do after an attempt that WhatsApp refused, or that did not reach it. */
public final class RetryPolicy {
  /** How long a message may wait for WhatsApp before it is given up. */
  static final Duration MOST_WAITING = Duration.ofHours(24);

  private static final Duration MOST_BACKOFF = Duration.ofMinutes(5);
  private static final Duration LATER = Duration.ofHours(1);
  private static final int MOST_PAIR_EXPONENT = 5;

  /** Attempts at what WhatsApp cannot explain: one to two minutes. */
  private static final int MOST_FEW = 7;

  /** Why a one-time code is given up. */
  static final String TOO_LATE = "its code ran out before WhatsApp took it";

  private final Backoff backoff;

  public RetryPolicy(Backoff backoff) {
    this.backoff = backoff;
  }

  /** After a known refusal. */
  AttemptResult refused(GraphError error, int attempt, Instant dueAt, Instant now) {
    return switch (ErrorClass.of(error)) {
      case RETRY_FEW ->
          attempt < MOST_FEW
              ? again(backoff(attempt), error.text(), Optional.of(error), dueAt, now)
              : new AttemptResult.Failed(error.text(), Optional.of(error), now);
      case RETRY -> again(backoff(attempt), error.text(), Optional.of(error), dueAt, now);
      case PAIR_RETRY -> again(pairPause(attempt), error.text(), Optional.of(error), dueAt, now);
      case LATER -> again(LATER, error.text(), Optional.of(error), dueAt, now);
      case FIX, PERMANENT, ANOTHER_DAY, TEMPLATE, HALT ->
          new AttemptResult.Failed(error.text(), Optional.of(error), now);
    };
  }

  /** After a failure before the first byte. */
  AttemptResult notSent(String why, int attempt, Instant dueAt, Instant now) {
    return again(backoff(attempt), why, Optional.empty(), dueAt, now);
  }

  private static AttemptResult again(
      Duration delay, String why, Optional<GraphError> error, Instant dueAt, Instant now) {
    return dueAt.plus(MOST_WAITING).isBefore(now.plus(delay))
        ? new AttemptResult.Failed(why + " (given up after a day)", error, now)
        : new AttemptResult.Again(delay, why + " (trying again)");
  }

  /** Gives up at once what would be tried again only after it has become useless. */
  static AttemptResult within(Instant notAfter, AttemptResult result, Instant now) {
    return switch (result) {
      case AttemptResult.Again(var delay, var why) when !now.plus(delay).isBefore(notAfter) ->
          new AttemptResult.Failed(TOO_LATE + ": " + why, Optional.empty(), now);
      case AttemptResult.Waits(var delay, var why, _) when !now.plus(delay).isBefore(notAfter) ->
          new AttemptResult.Failed(TOO_LATE + ": " + why, Optional.empty(), now);
      case AttemptResult.Unknown(var why)
          when !now.plus(Settlements.LOOKED_FOR).isBefore(notAfter) ->
          new AttemptResult.Failed(why + "; its code runs out before that", Optional.empty(), now);
      default -> result;
    };
  }

  private Duration backoff(int attempt) {
    return backoff.after(attempt, MOST_BACKOFF);
  }

  /** Meta's own rule for error 131056: 4^n seconds, n from 0. */
  static Duration pairPause(int attempt) {
    return Duration.ofSeconds(1L << (2 * Math.min(attempt - 1, MOST_PAIR_EXPONENT)));
  }
}
