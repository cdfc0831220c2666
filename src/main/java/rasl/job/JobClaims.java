package rasl.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import rasl.db.RowReader;
import rasl.db.SystemTx;
import rasl.db.TenantId;

/**
 * The SQL of taking jobs: which are next, and how long until there are some. Times are the
 * statement's, which is one time for all of it: a condition on a clock that moves while the
 * statement runs could use no index.
 */
final class JobClaims {
  /** How many jobs whose worker died are looked at for one claim. */
  private static final int MOST_EXPIRED = 1000;

  /** The columns that {@link #reader} reads. */
  static final String FIELDS =
      """
      job.id, tenant_id, kind, ref, lane, attempt, lost, waits,
      extract(epoch from statement_timestamp() - broken_since) as broken_seconds
      """;

  /** Every tenant and lane in which a job is ready, found without reading all ready jobs. */
  private static final String WORKING =
      """
      with recursive working (tenant_id, lane) as (
        (select tenant_id, lane from job where state = 'ready' order by tenant_id, lane limit 1)
        union all
        select next.tenant_id, next.lane from working cross join lateral (
          select tenant_id, lane from job
          where state = 'ready' and (tenant_id, lane) > (working.tenant_id, working.lane)
          order by tenant_id, lane limit 1) as next)
      """;

  /**
   * Of a tenant's lanes together, and of its other work. Among the lanes the last has every tenth
   * place (which one is chance, since a claim may be for one job only) and what the others leave.
   */
  private static final String TURNS =
      WORKING
          + """
          , allowed as (
            select working.tenant_id, working.lane, coalesce(busy.held, 0) as held,
              least(gate.most, ?) as most
            from working
            left join unnest(?, ?) as gate (tenant_id, most)
              on gate.tenant_id = working.tenant_id and working.lane > 0
            left join unnest(?, ?) as busy (tenant_id, held)
              on busy.tenant_id = working.tenant_id),
          oldest as (
            select allowed.tenant_id, allowed.lane, allowed.held, allowed.most, due.id, due.place
            from allowed cross join lateral (
              select id, row_number() over (order by run_at, id) as place from (
                select id, run_at from job
                where state = 'ready' and tenant_id = allowed.tenant_id
                  and lane = allowed.lane and run_at <= statement_timestamp()
                order by run_at, id limit allowed.most) as first) as due),
          placed as (
            select tenant_id, lane, held, most, id, place,
              row_number() over (partition by tenant_id, lane in (1, 2) order by lane, place)
                as ahead
            from oldest),
          turn as (
            select tenant_id, lane > 0 as laned, held, most, id, row_number() over (
              partition by tenant_id, lane > 0
              order by case when lane = 3 then place * 10 - ? else ahead * 10 / 9.0 end,
                lane, place) as place
            from placed),
          """;

  /**
   * The tenants take turns: the one that holds fewer slots goes first. Beyond its first job a
   * tenant gets only as many as leave it no more slots than stay free.
   */
  static final String CLAIM_DUE =
      TURNS
          + """
          shared as (
            select tenant_id, laned, id,
              held + row_number() over (partition by tenant_id order by place, laned = ?, id)
                as place
            from turn where place <= most),
          queue as (
            select id, place,
              row_number() over (order by place, hashint8extended(tenant_id, ?), id) as number
            from shared),
          due as (
            select job.id from job join queue on queue.id = job.id
            where queue.number <= ? and (queue.place = 1 or queue.place + queue.number <= ?)
              and job.state = 'ready'
            for update of job skip locked)
          update job set state = 'running', attempt = attempt + 1, node = ?,
            leased_until = statement_timestamp() + ? * interval '1 millisecond'
          from due where job.id = due.id
          returning
          """
          + FIELDS;

  static final String CLAIM_LOST =
      """
      with expired as (
        select id, tenant_id, leased_until from job
        where state = 'running' and leased_until <= statement_timestamp() and lost < ?
        order by leased_until limit ?),
      turn as (
        select expired.id, expired.leased_until, coalesce(busy.held, 0) + row_number() over (
          partition by expired.tenant_id order by expired.leased_until, expired.id) as place
        from expired left join unnest(?, ?) as busy (tenant_id, held)
          on busy.tenant_id = expired.tenant_id),
      queue as (
        select id, place, row_number() over (order by place, leased_until, id) as number
        from turn),
      lost as (
        select job.id from job join queue on queue.id = job.id
        where queue.number <= ? and (queue.place = 1 or queue.place + queue.number <= ?)
          and job.state = 'running' and job.leased_until <= statement_timestamp()
        for update of job skip locked)
      update job set attempt = attempt + 1, lost = lost + 1, node = ?,
        leased_until = statement_timestamp() + ? * interval '1 millisecond'
      from lost where job.id = lost.id
      returning
      """
          + FIELDS;

  /**
   * Whether there may be anything to take. To make ready the plans of the statements above costs
   * ten times as much as this, and most looks find only one kind of work, or none.
   */
  static final String LOOK =
      """
      select exists (
          select from job
          where state = 'running' and leased_until <= statement_timestamp() and lost < ?) as lost,
        exists (select from job where state = 'ready') as ready
      """;

  static final String UNTIL_NEXT =
      WORKING
          + """
          select least(
            (select extract(epoch from min(first.run_at) - statement_timestamp())
             from working cross join lateral (
               select run_at from job
               where state = 'ready' and tenant_id = working.tenant_id
                 and lane = working.lane
               order by run_at, id limit 1) as first
             where (working.lane = 0 or working.tenant_id <> all (?))
               and working.tenant_id <> all (?)),
            (select extract(epoch from leased_until - statement_timestamp()) from job
             where state = 'running' order by leased_until limit 1),
            (select greatest(extract(epoch from run_at - statement_timestamp()), ?)
             from job where state = 'later' order by run_at limit 1),
            ?) as seconds
          """;

  private final String node;
  private final AtomicLong claims = new AtomicLong();

  JobClaims(String node) {
    this.node = node;
  }

  /**
   * Takes jobs whose worker died, then due ones.
   *
   * @param gates how many jobs of some tenants' lanes may be taken
   */
  List<Job> claim(SystemTx tx, JobSlots.Room room, Map<TenantId, Integer> gates) {
    Seen seen =
        tx.first(
                LOOK,
                row -> new Seen(row.getBoolean("lost"), row.getBoolean("ready")),
                JobQueue.MOST_LOST - 1)
            .orElseThrow();
    List<Job> jobs = new ArrayList<>(seen.lost() ? claimLost(tx, room) : List.of());
    if (seen.ready() && jobs.size() < room.limit()) {
      jobs.addAll(claimDue(tx, room.after(jobs), gates));
    }
    return jobs;
  }

  /** What a look found: jobs whose worker died, and jobs that are ready. */
  private record Seen(boolean lost, boolean ready) {}

  private List<Job> claimLost(SystemTx tx, JobSlots.Room room) {
    return tx.query(CLAIM_LOST, reader(), forLost(room));
  }

  /** The parameters of {@link #CLAIM_LOST}. */
  Object[] forLost(JobSlots.Room room) {
    return new Object[] {
      JobQueue.MOST_LOST - 1,
      MOST_EXPIRED,
      room.holders(),
      room.holdings(),
      room.limit(),
      room.free(),
      node,
      JobQueue.LEASE.toMillis()
    };
  }

  private List<Job> claimDue(SystemTx tx, JobSlots.Room room, Map<TenantId, Integer> gates) {
    return tx.query(CLAIM_DUE, reader(), forDue(room, gates));
  }

  /** The parameters of {@link #CLAIM_DUE}. */
  Object[] forDue(JobSlots.Room room, Map<TenantId, Integer> gates) {
    long claim = claims.getAndIncrement();
    return new Object[] {
      room.limit(),
      gates.keySet().stream().map(TenantId::value).toArray(Long[]::new),
      gates.values().toArray(Integer[]::new),
      room.holders(),
      room.holdings(),
      tenth(claim),
      claim % 2 == 0,
      claim,
      room.limit(),
      room.free(),
      node,
      JobQueue.LEASE.toMillis()
    };
  }

  /**
   * One of 0 to 9, each as often as the others, also over every second claim, every third and so
   * on: multiples of the golden ratio fall into no step.
   */
  private static int tenth(long claim) {
    double turns = claim * 0.618_033_988_749_895;
    return (int) ((turns - Math.floor(turns)) * 10);
  }

  /** How long until a job is due whose lane may be claimed from and whose tenant has room. */
  Duration untilNext(SystemTx tx, Duration most, JobSlots.Room room, Map<TenantId, Integer> gates) {
    return tx.first(
            UNTIL_NEXT,
            row -> Duration.ofMillis((long) (row.getDouble("seconds") * 1000)),
            forNext(most, room, gates))
        .orElse(most);
  }

  /** The parameters of {@link #UNTIL_NEXT}. */
  static Object[] forNext(Duration most, JobSlots.Room room, Map<TenantId, Integer> gates) {
    return new Object[] {
      gates.entrySet().stream()
          .filter(entry -> entry.getValue() == 0)
          .map(entry -> entry.getKey().value())
          .toArray(Long[]::new),
      room.full(),
      JobSweeps.PROMOTING.toMillis() / 1000.0,
      most.toMillis() / 1000.0
    };
  }

  /** Reads jobs that are claimed from now on. */
  static RowReader<Job> reader() {
    long now = System.nanoTime();
    return row ->
        new Job(
            row.getLong("id"),
            new TenantId(row.getLong("tenant_id")),
            row.getString("kind"),
            row.getLong("ref"),
            Lane.numbered(row.getInt("lane")),
            new Attempt(
                row.getInt("attempt"),
                row.getInt("waits"),
                row.getInt("lost"),
                Duration.ofSeconds((long) row.getDouble("broken_seconds")),
                now));
  }
}
