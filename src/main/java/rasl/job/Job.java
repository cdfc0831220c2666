package rasl.job;

import java.time.Duration;
import java.util.Optional;
import rasl.db.TenantId;

/**
 * Work that this node holds the lease of.
 *
 * @param ref the row that the work is about
 * @param lane empty where it goes out through no business number
 * @param attempt which attempt this is, from 1; also the fencing token of its settlement
 * @param lost how many attempts before this one ended with the death of their worker, in a row:
 *     whatever such an attempt did outside of the database, nobody knows
 * @param waits how many attempts before this one only found out that the job has to wait
 * @param claimedAtNanos {@link System#nanoTime} just before the claim
 */
public record Job(
    long id,
    TenantId tenant,
    String kind,
    long ref,
    Optional<Lane> lane,
    int attempt,
    int lost,
    int waits,
    long claimedAtNanos) {

  /** Which attempt to do the work this is, from 1; one that only had to wait does not count. */
  public int tries() {
    return attempt - waits;
  }

  /**
   * How much of the lease is left at least. The lease runs in the database's clock; this is
   * reckoned from before the claim was sent, in a clock that only measures spans.
   */
  public Duration leaseLeft() {
    return JobQueue.LEASE.minusNanos(System.nanoTime() - claimedAtNanos);
  }
}
