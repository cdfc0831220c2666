package rasl.simulator;

import java.time.Instant;

/**
 * Something that the business is to hear of by webhook.
 *
 * @param id numbers the updates of one journal
 * @param at when it happens; the webhook's timestamp
 * @param due when its webhook may go out, never before {@code at}
 * @param errorCode Meta's error code of a failure, else 0
 */
record Update(long id, Kind kind, Instant at, Instant due, int errorCode) {
  enum Kind {
    INBOUND,
    SENT,
    DELIVERED,
    READ,
    PLAYED,
    FAILED,
    /** Something else than a message: a change of a template, a number, an account. */
    NOTICE
  }
}
