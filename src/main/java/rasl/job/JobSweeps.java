package rasl.job;

import java.time.Duration;
import java.util.List;
import rasl.db.SystemTx;

/** The SQL of what is done from time to time with the jobs of all tenants. */
final class JobSweeps {
  /** How often what has come due is made ready; work for later may be late by as much. */
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
   * Takes back what a clock did that was ahead, and is right again: times that were reckoned from
   * it would else be waited for. What was put back waits as long from now as it was to wait then.
   * What has not begun and was asked for at a time keeps it.
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
