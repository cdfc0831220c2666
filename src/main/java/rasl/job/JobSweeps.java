package rasl.job;

import java.time.Duration;
import java.util.List;
import rasl.db.SystemTx;

/** The SQL of the regular upkeep of the jobs of all tenants. */
final class JobSweeps {
  /** How often jobs that have come due are made ready; work for later may be late by as much. */
  static final Duration PROMOTING = Duration.ofMillis(100);

  private static final int PROMOTED_AT_ONCE = 2000;

  private final String node;

  JobSweeps(String node) {
    this.node = node;
  }

  /**
   * Makes work for later ready whose time has come.
   *
   * @return whether there may be more of it
   */
  boolean promote(SystemTx tx) {
    return tx.update(
            """
            with due as (
              select id from job where state = 'later' and run_at <= statement_timestamp()
              order by run_at limit ? for update skip locked)
            update job set state = 'ready' from due where job.id = due.id
            """,
            PROMOTED_AT_ONCE)
        == PROMOTED_AT_ONCE;
  }

  /** Takes jobs that killed their worker too often: they are to be given up. */
  List<Job> claimKillers(SystemTx tx) {
    return tx.query(
        """
        update job set attempt = attempt + 1, node = ?,
          broken_since = coalesce(broken_since, statement_timestamp()),
          leased_until = statement_timestamp() + ? * interval '1 millisecond'
        where state = 'running' and leased_until <= statement_timestamp() and lost >= ?
        returning
        """
            + JobClaims.FIELDS,
        JobClaims.reader(),
        node,
        JobQueue.LEASE.toMillis(),
        JobQueue.MOST_LOST - 1);
  }

  /**
   * Corrects the times of jobs after the database's clock was ahead and is right again; else jobs
   * would wait for those times. A job that was put back waits its whole delay from now. A job that
   * has not begun and was asked for at a time keeps that time.
   *
   * @return how many jobs were to run too late, or were leased for too long
   */
  int repairTimes(SystemTx tx) {
    return tx.update(
            """
            update job set run_at = least(
                run_at, statement_timestamp() + greatest(run_at - put_at, interval '0')),
              put_at = statement_timestamp()
            where put_at > statement_timestamp() + ? * interval '1 millisecond'
              and (state = 'ready' or state = 'later' and attempt > 0)
            """,
            JobQueue.LATER.toMillis())
        + tx.update(
            """
            update job set leased_until = statement_timestamp() + ? * interval '1 millisecond'
            where state = 'running'
              and leased_until > statement_timestamp() + 2 * ? * interval '1 millisecond'
            """,
            JobQueue.LEASE.toMillis(),
            JobQueue.LEASE.toMillis());
  }
}
