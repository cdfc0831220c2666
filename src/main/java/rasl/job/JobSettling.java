package rasl.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import rasl.db.TenantTx;

/** The SQL of what becomes of jobs: each statement fenced by the attempt. */
final class JobSettling {
  private final Runnable wake;

  JobSettling(Runnable wake) {
    this.wake = wake;
  }

  /**
   * Writes what becomes of many jobs.
   *
   * @return for each job in order whether its attempt still held the lease; where not, nothing was
   *     written, and the result of that attempt must not be written either
   */
  List<Boolean> settleAll(TenantTx tx, List<Job> jobs, List<Settlement> settlements) {
    var done = new ArrayList<Job>();
    var waiting = new LinkedHashMap<Job, Settlement.WaitFor>();
    var others = new LinkedHashMap<Job, Settlement>();
    for (int i = 0; i < jobs.size(); i++) {
      switch (settlements.get(i)) {
        case Settlement.Done _ -> done.add(jobs.get(i));
        case Settlement.WaitFor wait -> waiting.put(jobs.get(i), wait);
        case Settlement.RetryIn _, Settlement.Broken _, Settlement.Disturbed _, Settlement.Dead _ ->
            others.put(jobs.get(i), settlements.get(i));
      }
    }
    var settled = new HashSet<Long>();
    if (!done.isEmpty()) {
      settled.addAll(finish(tx, done));
    }
    if (!waiting.isEmpty()) {
      settled.addAll(letWait(tx, waiting));
    }
    others.forEach(
        (job, settlement) -> {
          if (put(tx, job, settlement)) {
            settled.add(job.id());
          }
        });
    return jobs.stream().map(job -> settled.contains(job.id())).toList();
  }

  private static List<Long> finish(TenantTx tx, List<Job> jobs) {
    return tx.query(
        """
        delete from job using unnest(?, ?) as mine (id, attempt)
        where job.tenant_id = ? and job.id = mine.id and job.attempt = mine.attempt
          and job.state = 'running'
        returning job.id
        """,
        row -> row.getLong("id"),
        ids(jobs),
        fences(jobs),
        tx.tenantId());
  }

  /** In one statement: where a number is slow, many jobs at once have to wait. */
  private List<Long> letWait(TenantTx tx, Map<Job, Settlement.WaitFor> waiting) {
    tx.afterCommit(wake);
    return tx.query(
        """
        update job set state = case when mine.millis >= ? then 'later' else 'ready' end,
          leased_until = null, node = null, lost = 0, waits = waits + 1,
          run_at = statement_timestamp() + mine.millis * interval '1 millisecond',
          put_at = statement_timestamp(), last_error = mine.reason
        from unnest(?, ?, ?, ?) as mine (id, attempt, millis, reason)
        where job.tenant_id = ? and job.id = mine.id and job.attempt = mine.attempt
          and job.state = 'running'
        returning job.id
        """,
        row -> row.getLong("id"),
        JobQueue.LATER.toMillis(),
        ids(waiting.keySet()),
        fences(waiting.keySet()),
        waiting.values().stream().map(wait -> wait.delay().toMillis()).toArray(Long[]::new),
        waiting.values().stream().map(Settlement.WaitFor::reason).toArray(String[]::new),
        tx.tenantId());
  }

  private static Long[] ids(Collection<Job> jobs) {
    return jobs.stream().map(Job::id).toArray(Long[]::new);
  }

  private static Integer[] fences(Collection<Job> jobs) {
    return jobs.stream().map(job -> job.attempt().fence()).toArray(Integer[]::new);
  }

  private boolean put(TenantTx tx, Job job, Settlement settlement) {
    return switch (settlement) {
      case Settlement.Done() -> !finish(tx, List.of(job)).isEmpty();
      case Settlement.WaitFor wait -> !letWait(tx, Map.of(job, wait)).isEmpty();
      case Settlement.RetryIn(var delay, var reason) -> putBack(tx, job, delay, reason, End.WELL);
      case Settlement.Broken(var delay, var reason) -> putBack(tx, job, delay, reason, End.BROKEN);
      case Settlement.Disturbed(var delay, var reason) ->
          putBack(tx, job, delay, reason, End.DISTURBED);
      case Settlement.Dead(var reason) ->
          tx.update(
                  """
                  update job set state = 'dead', leased_until = null, node = null, last_error = ?,
                    run_at = statement_timestamp()
                  where tenant_id = ? and id = ? and state = 'running' and attempt = ?
                  """,
                  reason,
                  tx.tenantId(),
                  job.id(),
                  job.attempt().fence())
              == 1;
    };
  }

  /** How an attempt came to its end. */
  private enum End {
    WELL,
    BROKEN,
    DISTURBED
  }

  private boolean putBack(TenantTx tx, Job job, Duration delay, String reason, End end) {
    tx.afterCommit(wake);
    return tx.update(
            """
            update job set state = ?, leased_until = null, node = null,
              lost = case when ? then 0 else lost end,
              broken_since = case when ? then coalesce(broken_since, statement_timestamp())
                when ? then broken_since end,
              run_at = statement_timestamp() + ? * interval '1 millisecond',
              put_at = statement_timestamp(), last_error = ?
            where tenant_id = ? and id = ? and state = 'running' and attempt = ?
            """,
            delay.compareTo(JobQueue.LATER) < 0 ? "ready" : "later",
            end == End.WELL,
            end == End.BROKEN,
            end == End.DISTURBED,
            delay.toMillis(),
            reason,
            tx.tenantId(),
            job.id(),
            job.attempt().fence())
        == 1;
  }
}
