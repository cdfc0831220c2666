-- Work to be done, and what happened.

create sequence job_id_seq;
create table job (
  id bigint primary key default nextval('job_id_seq'),
  tenant_id bigint not null,
  kind text not null,
  ref bigint not null,
  state text not null check (state in ('ready', 'running', 'dead')),
  run_at timestamptz not null,
  leased_until timestamptz,
  node text,
  attempt int not null default 0,
  lost int not null default 0,
  last_error text,
  created_at timestamptz not null default now(),
  constraint job_lease check ((state = 'running') = (leased_until is not null))
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
comment on column job.ref is 'the row that the work is about; a job holds no data of its own';
comment on column job.lost is 'attempts in a row whose worker died';
create index job_ready on job (tenant_id, run_at, id) where state = 'ready';
create index job_running on job (leased_until) where state = 'running';
create index job_dead on job (tenant_id, id) where state = 'dead';

create sequence event_id_seq cache 64;
create table event (
  tenant_id bigint not null,
  id bigint not null default nextval('event_id_seq'),
  public_id text not null,
  type text not null,
  resource_type text not null,
  resource_id bigint not null,
  occurred_at timestamptz not null,
  request_id text,
  body text,
  primary key (tenant_id, id)
);
comment on column event.body is
  'JSON: attributes, relationships, previous, current, modified_fields; null where the resource says it all';
call rasl_tenant_table('event');
