package rasl.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import rasl.db.TenantTx;
import rasl.db.Tx;

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
        case Settlement.RetryIn _, Settlement.Broken _, Settlement.Dead _ ->
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

  private static List<Long> finish(Tx tx, List<Job> jobs) {
    return tx.query(
        """
        delete from job using unnest(?, ?) as mine (id, attempt)
        where job.id = mine.id and job.attempt = mine.attempt and job.state = 'running'
        returning job.id
        """,
        row -> row.getLong("id"),
        jobs.stream().map(Job::id).toArray(Long[]::new),
        jobs.stream().map(Job::attempt).toArray(Integer[]::new));
  }

  /** In one statement: where a number is slow, many jobs at once have to wait. */
  private List<Long> letWait(Tx tx, Map<Job, Settlement.WaitFor> waiting) {
    tx.afterCommit(wake);
    return tx.query(
        """
        update job set state = 'ready', leased_until = null, node = null, lost = 0,
          waits = waits + 1, run_at = clock_timestamp() + mine.millis * interval '1 millisecond',
          last_error = mine.reason
        from unnest(?, ?, ?, ?) as mine (id, attempt, millis, reason)
        where job.id = mine.id and job.attempt = mine.attempt and job.state = 'running'
        returning job.id
        """,
        row -> row.getLong("id"),
        waiting.keySet().stream().map(Job::id).toArray(Long[]::new),
        waiting.keySet().stream().map(Job::attempt).toArray(Integer[]::new),
        waiting.values().stream().map(wait -> wait.delay().toMillis()).toArray(Long[]::new),
        waiting.values().stream().map(Settlement.WaitFor::reason).toArray(String[]::new));
  }

  private boolean put(TenantTx tx, Job job, Settlement settlement) {
    return switch (settlement) {
      case Settlement.Done() -> !finish(tx, List.of(job)).isEmpty();
      case Settlement.WaitFor wait -> !letWait(tx, Map.of(job, wait)).isEmpty();
      case Settlement.RetryIn(var delay, var reason) -> putBack(tx, job, delay, reason, 0);
      case Settlement.Broken(var delay, var reason) -> putBack(tx, job, delay, reason, job.lost());
      case Settlement.Dead(var reason) ->
          tx.update(
                  """
                  update job set state = 'dead', leased_until = null, node = null, last_error = ?
                  where id = ? and state = 'running' and attempt = ?
                  """,
                  reason,
                  job.id(),
                  job.attempt())
              == 1;
    };
  }

  private boolean putBack(TenantTx tx, Job job, Duration delay, String reason, int lost) {
    tx.afterCommit(wake);
    return tx.update(
            """
            update job set state = 'ready', leased_until = null, node = null, lost = ?,
              run_at = clock_timestamp() + ? * interval '1 millisecond', last_error = ?
            where id = ? and state = 'running' and attempt = ?
            """,
            lost,
            delay.toMillis(),
            reason,
            job.id(),
            job.attempt())
        == 1;
  }
}
