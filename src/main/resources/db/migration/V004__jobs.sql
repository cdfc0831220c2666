-- Work in the background.

create sequence job_id_seq;
create table job (
  id bigint not null default nextval('job_id_seq'),
  tenant_id bigint not null,
  kind text not null,
  ref bigint not null,
  state text not null,
  run_at timestamptz not null,
  leased_until timestamptz,
  node text,
  attempt int not null default 0,
  waits int not null default 0,
  lost int not null default 0,
  last_error text,
  broken_since timestamptz,
  lane smallint not null default 0,
  created_at timestamptz not null default now(),
  put_at timestamptz not null default statement_timestamp(),
  constraint job_pkey primary key (id),
  constraint job_state_check check (state in ('later', 'ready', 'running', 'dead')),
  constraint job_lease check ((state = 'running') = (leased_until is not null)),
  constraint job_lane_check check (lane between 0 and 3)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
comment on table job is
  'Not closed to other tenants: workers take due jobs before they know the tenant. Holds ids only';
comment on column job.ref is 'the row that the work is about; a job holds no data itself';
comment on column job.state is
  'later: due in some seconds or more; ready: due now or within seconds; running: leased;'
  ' dead: given up, kept for people to look at';
comment on column job.run_at is 'when it may begin; of a dead job, when it was given up';
comment on column job.waits is 'attempts that only found out that the job has to wait';
comment on column job.lost is 'attempts in a row whose worker died';
comment on column job.broken_since is
  'when the first exception of the present row of exceptions came; null if the last attempt had none';
comment on column job.lane is
  '0: work in no lane; 1: one-time codes; 2: requests that wait, and replies; 3: everything else';
comment on column job.put_at is
  'when it was added, or last put back, by the database''s clock; later than now only if that clock'
  ' was ahead';
create index job_ready on job (tenant_id, lane, run_at, id) where state = 'ready';
create index job_running on job (leased_until) where state = 'running';
create index job_later on job (run_at) where state = 'later';
create index job_turn on job (tenant_id, kind, run_at) where state = 'later' and waits > 0;
create index job_dead on job (run_at) where state = 'dead';
