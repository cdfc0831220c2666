package rasl.webhook;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A range of the feed that is delivered again.
 *
 * @param position up to which it is scheduled
 * @param last position at which it ends
 * @param scheduled how many deliveries it has scheduled
 * @param pacedTo the time of the last of them
 */
record Replay(
    long id,
    long endpoint,
    Wish wish,
    String status,
    long position,
    long last,
    long scheduled,
    Instant pacedTo,
    Instant createdAt,
    Optional<Instant> finishedAt) {
  static final String RUNNING = "running";
  static final String DONE = "done";
  static final String CANCELLED = "cancelled";

  /**
   * What is wanted.
   *
   * @param from the time of the first event
   * @param until the time of the last event
   * @param status only what has a delivery that stands there
   * @param rate how many are scheduled for one second
   */
  record Wish(
      Instant from,
      Instant until,
      EventPatterns types,
      Optional<Noted.Status> status,
      OptionalInt rate) {
    boolean covers(Occurrence event) {
      return !event.at().isBefore(from) && !event.at().isAfter(until) && types.match(event.type());
    }
  }

  /** The same, further on. */
  Replay at(long now, long more, Instant paced) {
    return new Replay(
        id, endpoint, wish, status, now, last, scheduled + more, paced, createdAt, finishedAt);
  }

  /** The same at its end. */
  Replay ended(String how, Instant now) {
    return new Replay(
        id, endpoint, wish, how, position, last, scheduled, pacedTo, createdAt, Optional.of(now));
  }
}
