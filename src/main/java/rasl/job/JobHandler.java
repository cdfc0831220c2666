package rasl.job;

import rasl.db.TenantTx;

/**
 * Does one kind of work. It is called without an open transaction, on its own thread, and settles
 * its job by {@link JobQueue#settle} or {@link JobQueue#settleAll} in the transaction that writes
 * its result. An exception leaves the job to a later attempt, as if nothing had been done; a
 * handler that may have done something that must not be done again returns without settling: its
 * lease runs out, and the next attempt finds {@link Job#lost} counted up.
 */
@FunctionalInterface
public interface JobHandler {
  /**
   * @throws InterruptedException when the server stops: the lease runs out, and the job runs again
   */
  void run(Job job) throws InterruptedException;

  /**
   * Writes what follows from giving up a job, in the transaction that gives it up: one that killed
   * its worker {@link JobQueue#MOST_LOST} times ({@link Job#isKiller}), or one that ended with
   * unexpected exceptions for {@link JobQueue#LONGEST_BROKEN}.
   */
  default void givenUp(TenantTx tx, Job job) {}
}
