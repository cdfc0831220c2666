package rasl.job;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import rasl.db.SystemTx;
import rasl.db.TenantTx;

/** The SQL of the job table. */
public final class JobQueue {
  /**
   * How long a claim holds: twice the deadline of a call to WhatsApp. Work that takes longer renews
   * its lease ({@link LeaseKeeping}). A worker loses a lease when it dies, or stands still for so
   * long.
   */
  public static final Duration LEASE = Duration.ofSeconds(30);

  /**
   * Jobs that are due this much later are kept apart from ready ones, so that no claim walks past
   * them.
   */
  static final Duration LATER = Duration.ofSeconds(10);

  /** How long a job may fail with exceptions that no handler expected, before it is given up. */
  public static final Duration LONGEST_BROKEN = Duration.ofHours(24);

  /** How long jobs that were given up are kept for people to look at. */
  public static final Duration DEAD_KEPT = Duration.ofDays(30);

  /** The most attempts in a row that may kill their worker before the job is given up. */
  public static final int MOST_LOST = 5;

  private final String node;
  private final Runnable wake;
  private final Backoff backoff;
  private final JobSettling settling;
  private final JobClaims claims;
  private final JobSweeps sweeps;
  private final LaneGates gates = new LaneGates();

  /**
   * @param node names this process among all that work on the same database
   * @param wake tells the workers of all nodes that there may be something to do; cheap, and called
   *     after the commit
   * @param backoff how long a job waits that failed
   */
  public JobQueue(String node, Runnable wake, Backoff backoff) {
    this.node = node;
    this.wake = wake;
    this.backoff = backoff;
    this.settling = new JobSettling(wake);
    this.claims = new JobClaims(node);
    this.sweeps = new JobSweeps(node);
  }

  /** How long a job waits that failed. */
  public Backoff backoff() {
    return backoff;
  }

  /** Adds work that goes before all else that waits for its tenant. */
  public void enqueueFirst(TenantTx tx, String kind, long ref) {
    tx.update(
        """
        insert into job (tenant_id, kind, ref, state, run_at)
        values (?, ?, ?, 'ready', to_timestamp(0))
        """,
        tx.tenantId(),
        kind,
        ref);
    tx.afterCommit(wake);
  }

  /**
   * Adds work for many rows at once.
   *
   * @return the jobs, in their order; the first attempt of a held one has begun
   */
  public List<Job> enqueueAll(TenantTx tx, String kind, List<NewJob> added) {
    if (!added.stream().allMatch(NewJob::held)) {
      tx.afterCommit(wake);
    }
    Map<Long, Job> jobs =
        insert(tx, kind, added).stream().collect(Collectors.toMap(Job::ref, job -> job));
    return added.stream().map(job -> jobs.get(job.ref())).toList();
  }

  private List<Job> insert(TenantTx tx, String kind, List<NewJob> added) {
    return tx.query(
        """
        insert into job (tenant_id, kind, ref, lane, state, run_at, leased_until, node, attempt)
        select ?, ?, ref, lane,
          case when held then 'running' when delay_ms >= ? then 'later' else 'ready' end,
          statement_timestamp() + delay_ms * interval '1 millisecond',
          case when held then statement_timestamp() + ? * interval '1 millisecond' end,
          case when held then ? end,
          case when held then 1 else 0 end
        from unnest(?, ?, ?, ?) as input (ref, lane, delay_ms, held)
        returning
        """
            + JobClaims.FIELDS,
        JobClaims.reader(),
        tx.tenantId(),
        kind,
        LATER.toMillis(),
        LEASE.toMillis(),
        node,
        added.stream().map(NewJob::ref).toArray(Long[]::new),
        added.stream().map(job -> job.lane().map(Lane::number).orElse(0)).toArray(Integer[]::new),
        added.stream().map(job -> job.delay().toMillis()).toArray(Long[]::new),
        added.stream().map(NewJob::held).toArray(Boolean[]::new));
  }

  /** Takes up to {@code limit} jobs, however many of them are one tenant's. */
  public List<Job> claim(SystemTx tx, int limit) {
    return claim(tx, JobSlots.Room.unlimited(limit));
  }

  /**
   * Takes jobs for {@link #LEASE}: those whose worker died, then those that are due, the oldest of
   * each tenant in turn, so that a tenant with much work does not hold up one with little. Of a
   * tenant's lanes the earlier goes first, and the last keeps a tenth.
   */
  List<Job> claim(SystemTx tx, JobSlots.Room room) {
    List<Job> jobs = claims.claim(tx, room, gates.limits());
    gates.claimed(jobs);
    return jobs;
  }

  /** Where this node's knowledge of closed lanes is kept. */
  public LaneGates gates() {
    return gates;
  }

  /**
   * Lets the next job in no lane begin now that was put back to wait for its turn; of one tenant.
   *
   * @param reason with which it was put back
   */
  public void hurry(TenantTx tx, String kind, String reason) {
    tx.update(
        """
        update job set state = 'ready', run_at = statement_timestamp()
        where tenant_id = ? and id = (
          select id from job
          where tenant_id = ? and lane = 0 and state in ('ready', 'later') and waits > 0
            and kind = ? and last_error = ? and run_at > statement_timestamp()
          order by run_at, id limit 1 for update skip locked)
        """,
        tx.tenantId(),
        tx.tenantId(),
        kind,
        reason);
    tx.afterCommit(wake);
  }

  /**
   * Takes back work that no attempt holds, nor may have done: it is gone.
   *
   * @return false where an attempt has it, or one was lost; nothing is changed then
   */
  public boolean withdraw(TenantTx tx, long id) {
    return tx.update(
            """
            delete from job
            where tenant_id = ? and id = ? and state in ('ready', 'later') and lost = 0
            """,
            tx.tenantId(),
            id)
        == 1;
  }

  /**
   * Takes jobs that killed their worker too often, so that they do not kill the next one: they are
   * not to be run but given up, by {@link Settlement.Dead}.
   */
  public List<Job> claimKillers(SystemTx tx) {
    return sweeps.claimKillers(tx);
  }

  /** The statements that keep the table in order, for the jobs of all tenants. */
  JobSweeps sweeps() {
    return sweeps;
  }

  /** How long until the next job can be claimed; at most {@code most}. */
  public Duration untilNext(SystemTx tx, Duration most) {
    return untilNext(tx, most, JobSlots.Room.unlimited(1));
  }

  /** The same of those whose tenants have room. */
  Duration untilNext(SystemTx tx, Duration most, JobSlots.Room room) {
    Duration due = claims.untilNext(tx, most, room, gates.limits());
    return gates.untilNextOpening().filter(opening -> opening.compareTo(due) < 0).orElse(due);
  }

  /**
   * Makes sure that the attempt still holds its job for a whole {@link #LEASE} from now.
   *
   * @return false where another attempt has begun: let go
   */
  public boolean renew(SystemTx tx, Job job) {
    long now = System.nanoTime();
    boolean held =
        tx.update(
                """
                update job set leased_until = statement_timestamp() + ? * interval '1 millisecond'
                where tenant_id = ? and id = ? and state = 'running' and attempt = ?
                """,
                LEASE.toMillis(),
                job.tenant().value(),
                job.id(),
                job.attempt().fence())
            == 1;
    if (held) {
      tx.afterCommit(() -> job.attempt().leasedAt(now));
    }
    return held;
  }

  /** Gives back jobs that this node claimed and did not begin. */
  public void handBack(SystemTx tx, List<Job> jobs) {
    for (Job job : jobs) {
      tx.update(
          """
          update job set state = 'ready', leased_until = null, node = null, attempt = attempt - 1
          where tenant_id = ? and id = ? and state = 'running' and attempt = ?
          """,
          job.tenant().value(),
          job.id(),
          job.attempt().fence());
    }
  }

  /** Writes what becomes of a job, or throws when the attempt no longer holds the lease. */
  public void settle(TenantTx tx, Job job, Settlement settlement) {
    if (!settleAll(tx, List.of(job), List.of(settlement)).getFirst()) {
      throw new LeaseLostException(job);
    }
  }

  /**
   * Writes what becomes of many jobs.
   *
   * @return for each job in order whether its attempt still held the lease; where not, nothing was
   *     written, and the result of that attempt must not be written either
   */
  public List<Boolean> settleAll(TenantTx tx, List<Job> jobs, List<Settlement> settlements) {
    return settling.settleAll(tx, jobs, settlements);
  }
}
