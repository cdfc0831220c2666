package rasl.job;

import java.time.Duration;

/**
 * One attempt at a job: what went before it, and how long it holds the job. Its number in the job's
 * life fences it, so that an attempt that lost its lease changes nothing; that number also counts
 * attempts that only waited, and only this room uses it.
 */
public final class Attempt {
  private final int fence;
  private final int waits;
  private final int lost;
  private final Duration broken;
  private volatile long leasedAtNanos;

  /**
   * @param fence which attempt this is, from 1
   * @param waits how many attempts before this one only found out that the job has to wait
   * @param lost how many attempts before this one ended with the death of their worker, in a row
   * @param broken for how long attempts have ended with exceptions only, in the database's clock
   * @param leasedAtNanos {@link System#nanoTime} just before the claim
   */
  Attempt(int fence, int waits, int lost, Duration broken, long leasedAtNanos) {
    this.fence = fence;
    this.waits = waits;
    this.lost = lost;
    this.broken = broken;
    this.leasedAtNanos = leasedAtNanos;
  }

  int fence() {
    return fence;
  }

  int waits() {
    return waits;
  }

  int lost() {
    return lost;
  }

  Duration broken() {
    return broken;
  }

  /** The lease is renewed; by a statement that was sent after this time. */
  void leasedAt(long nanos) {
    leasedAtNanos = nanos;
  }

  Duration leaseLeft() {
    return JobQueue.LEASE.minusNanos(System.nanoTime() - leasedAtNanos);
  }

  @Override
  public String toString() {
    return "attempt " + fence + ", " + waits + " waited, " + lost + " lost";
  }
}
