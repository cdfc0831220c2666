package rasl.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import rasl.db.RowReader;
import rasl.db.SystemTx;
import rasl.db.TenantId;

/** The SQL of taking jobs: which are next, and how long until there are some. */
final class JobClaims {
  /** Every tenant and lane in which something is ready, found without reading what is ready. */
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
   * The tenants take turns, and so do a tenant's lanes together with its other work. Among the
   * lanes the last has every tenth place (which one is chance, since a claim may be for one job
   * only) and what the others leave.
   */
  private static final String DUE =
      WORKING
          + """
          , allowed as (
            select working.tenant_id, working.lane,
              case when lane = 0 then ? else least(gate.most, ?) end as most
            from working left join unnest(?, ?) as gate (tenant_id, most)
              on gate.tenant_id = working.tenant_id),
          oldest as (
            select allowed.tenant_id, allowed.lane, allowed.most, due.id, due.place
            from allowed cross join lateral (
              select id, row_number() over (order by run_at, id) as place from (
                select id, run_at from job
                where state = 'ready' and tenant_id = allowed.tenant_id
                  and lane = allowed.lane and run_at <= clock_timestamp()
                order by run_at, id limit allowed.most) as first) as due),
          placed as (
            select tenant_id, lane, most, id, place,
              row_number() over (partition by tenant_id, lane in (1, 2) order by lane, place)
                as ahead
            from oldest),
          turn as (
            select id, most, row_number() over (
              partition by tenant_id, lane > 0
              order by case when lane = 3 then place * 10 - chance.tenth
                else ahead * 10 / 9.0 end, lane, place) as place
            from placed cross join (select floor(random() * 10) as tenth) as chance),
          candidate as (
            select id from turn where place <= most order by place, random() limit ?),
          due as (
            select job.id from job join candidate on candidate.id = job.id
            where job.state = 'ready'
            for update of job skip locked)
          update job set state = 'running', attempt = attempt + 1, node = ?,
            leased_until = clock_timestamp() + ? * interval '1 millisecond'
          from due where job.id = due.id
          returning job.id, tenant_id, kind, ref, lane, attempt, lost, waits
          """;

  private final String node;

  JobClaims(String node) {
    this.node = node;
  }

  /**
   * Takes jobs whose worker died, then due ones.
   *
   * @param limits how many jobs of some tenants' lanes may be taken
   */
  List<Job> claim(SystemTx tx, int limit, Map<TenantId, Integer> limits) {
    List<Job> jobs = new ArrayList<>(claimLost(tx, limit));
    if (jobs.size() < limit) {
      jobs.addAll(claimDue(tx, limit - jobs.size(), limits));
    }
    return jobs;
  }

  private List<Job> claimLost(SystemTx tx, int limit) {
    return tx.query(
        """
        with lost as (
          select id from job
          where state = 'running' and leased_until <= clock_timestamp() and lost < ?
          order by leased_until
          limit ?
          for update skip locked)
        update job set attempt = attempt + 1, lost = lost + 1, node = ?,
          leased_until = clock_timestamp() + ? * interval '1 millisecond'
        from lost where job.id = lost.id
        returning job.id, tenant_id, kind, ref, lane, attempt, lost, waits
        """,
        reader(),
        JobQueue.MOST_LOST - 1,
        limit,
        node,
        JobQueue.LEASE.toMillis());
  }

  private List<Job> claimDue(SystemTx tx, int limit, Map<TenantId, Integer> limits) {
    return tx.query(
        DUE,
        reader(),
        limit,
        limit,
        limits.keySet().stream().map(TenantId::value).toArray(Long[]::new),
        limits.values().toArray(Integer[]::new),
        limit,
        node,
        JobQueue.LEASE.toMillis());
  }

  /** How long until a job is due whose lane may be claimed from. */
  Duration untilNext(SystemTx tx, Duration most, Map<TenantId, Integer> limits) {
    return tx.first(
            WORKING
                + """
                select least(
                  (select extract(epoch from min(first.run_at) - clock_timestamp())
                   from working cross join lateral (
                     select run_at from job
                     where state = 'ready' and tenant_id = working.tenant_id
                       and lane = working.lane
                     order by run_at, id limit 1) as first
                   where working.lane = 0 or working.tenant_id <> all (?)),
                  (select extract(epoch from min(leased_until) - clock_timestamp()) from job
                   where state = 'running'),
                  ?) as seconds
                """,
            row -> Duration.ofMillis((long) (row.getDouble("seconds") * 1000)),
            limits.entrySet().stream()
                .filter(entry -> entry.getValue() == 0)
                .map(entry -> entry.getKey().value())
                .toArray(Long[]::new),
            most.toMillis() / 1000.0)
        .orElse(most);
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
            row.getInt("attempt"),
            row.getInt("lost"),
            row.getInt("waits"),
            now);
  }
}
