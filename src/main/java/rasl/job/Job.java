package rasl.job;

import java.time.Duration;
import java.util.Optional;
import rasl.db.TenantId;

/**
 * Work that this node holds the lease of.
 *
 * @param ref the row that the work is about
 * @param lane empty where it goes out through no business number
 * @param attempt with which the node holds it
 */
public record Job(
    long id, TenantId tenant, String kind, long ref, Optional<Lane> lane, Attempt attempt) {

  /** Which attempt to do the work this is, from 1; one that only had to wait does not count. */
  public int tries() {
    return attempt.fence() - attempt.waits();
  }

  /** How many attempts before this one only found out that the job has to wait. */
  public int waits() {
    return attempt.waits();
  }

  /**
   * How many attempts before this one ended with the death of their worker, in a row: nobody knows
   * what such an attempt did outside of the database.
   */
  public int lost() {
    return attempt.lost();
  }

  /**
   * How much of the lease is left at least. The lease runs in the database's clock; this is
   * reckoned from before the claim, or the last renewal, was sent, in a clock that only measures
   * spans.
   */
  public Duration leaseLeft() {
    return attempt.leaseLeft();
  }

  /** Whether so many attempts in a row ended with the death of their worker that it is given up. */
  public boolean isKiller() {
    return lost() >= JobQueue.MOST_LOST - 1;
  }

  /** Whether its attempts have ended with exceptions only for longer than anyone waits for it. */
  boolean isBrokenForGood() {
    return attempt.broken().compareTo(JobQueue.LONGEST_BROKEN) >= 0;
  }

  /** Whether even giving it up has failed for as long again. */
  boolean isBrokenBeyondHope() {
    return attempt.broken().compareTo(JobQueue.LONGEST_BROKEN.multipliedBy(2)) >= 0;
  }
}
