-- Work for later has a state of its own, so that no claim walks past it: a sweep makes it ready when
-- its time has come.

alter table job drop constraint job_state_check;
alter table job add constraint job_state_check check (state in ('later', 'ready', 'running', 'dead'));
comment on column job.state is
  'later: its time is some seconds away or more; ready: due now or within seconds; running: leased;'
  ' dead: given up, kept for people to look at';
update job set state = 'later'
where state = 'ready' and run_at > statement_timestamp() + interval '10 seconds';
create index job_later on job (run_at) where state = 'later';
create index job_turn on job (tenant_id, kind, run_at) where state = 'later' and waits > 0;

alter table job add column put_at timestamptz not null default statement_timestamp();
comment on column job.put_at is
  'when it was added, or last put back, by the database''s clock; later than now only if that clock'
  ' was ahead';

-- Work that fails with an unexpected exception again and again ends after a day.
alter table job add column broken_since timestamptz;
comment on column job.broken_since is
  'when the first of the exceptions came that no attempt has got past since';

-- What was given up is counted for operators, and deleted when it is old.
update job set run_at = statement_timestamp() where state = 'dead';
drop index job_dead;
create index job_dead on job (run_at) where state = 'dead';
comment on column job.run_at is 'when it may begin; of dead work, when it was given up';
