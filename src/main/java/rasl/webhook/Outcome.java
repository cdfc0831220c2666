package rasl.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What came of one attempt.
 *
 * @param url that was called
 * @param headerNames of the endpoint's own headers that were sent
 * @param at when it began
 * @param status of the receiver's answer; empty where there was none
 * @param error why there was none, in words that tell nothing of our own network
 * @param answer the beginning of its body
 * @param retryAfter how long the receiver wants to be left alone
 */
record Outcome(
    String url,
    List<String> headerNames,
    Instant at,
    Duration took,
    OptionalInt status,
    Optional<String> error,
    String answer,
    Optional<Duration> retryAfter) {
  private static final int GONE = 410;

  boolean isSuccess() {
    return status.isPresent() && status.getAsInt() / 100 == 2;
  }

  /** Whether the receiver says that it will never be there again. */
  boolean isGone() {
    return status.isPresent() && status.getAsInt() == GONE;
  }

  int millis() {
    return Math.toIntExact(Math.min(took.toMillis(), Integer.MAX_VALUE));
  }
}
