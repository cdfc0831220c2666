package rasl.job;

import java.time.OffsetDateTime;
import java.util.List;
import rasl.db.SystemTx;

/** The SQL of jobs that were given up. */
public final class DeadJobStore {
  private static final int DELETED_AT_ONCE = 1000;

  /**
   * Deletes jobs that were given up long ago.
   *
   * @return whether there may be more of them
   */
  boolean deleteOld(SystemTx tx) {
    return tx.update(
            """
            delete from job where id in (
              select id from job
              where state = 'dead'
                and run_at < statement_timestamp() - ? * interval '1 millisecond'
              order by run_at limit ?)
            """,
            JobQueue.DEAD_KEPT.toMillis(),
            DELETED_AT_ONCE)
        == DELETED_AT_ONCE;
  }

  /** The kept jobs, by kind. */
  public List<DeadJobs> counted(SystemTx tx) {
    return tx.query(
        """
        select kind, count(*) as jobs, min(run_at) as oldest from job where state = 'dead'
        group by kind order by kind
        """,
        row ->
            new DeadJobs(
                row.getString("kind"),
                row.getLong("jobs"),
                row.getObject("oldest", OffsetDateTime.class).toInstant()));
  }
}
