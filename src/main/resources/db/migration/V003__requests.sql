-- Keys of repeated requests (contract 1.5): a key stands for its first request for 24 hours.

create table idempotency (
  tenant_id bigint not null,
  key text not null,
  fingerprint bytea not null,
  subject text,
  answer_sealed bytea,
  created_at timestamptz not null,
  constraint idempotency_pkey primary key (tenant_id, key)
) with (autovacuum_vacuum_scale_factor = 0.05);
call rasl_tenant_table('idempotency');
comment on table idempotency is 'The first request of each key, with its answer';
comment on column idempotency.fingerprint is 'keyed HMAC over method, path and body';
comment on column idempotency.subject is
  'what the first request changed, such as message:42; gives the outcome where no answer is kept';
comment on column idempotency.answer_sealed is 'status, message, data or error; encrypted';
create index idempotency_created_at on idempotency (created_at);

-- Deletes expired keys of all tenants, a batch at a time, so that no deletion locks for long. It
-- shows none of them.
create function idempotency_delete_expired(expired_at timestamptz, most int)
returns int
language plpgsql
security definer
set search_path from current
as $$
declare
  deleted int;
begin
  delete from idempotency
  where (tenant_id, key) in (
    select tenant_id, key from idempotency
    where created_at <= expired_at
    order by created_at
    limit most
    for update skip locked);
  get diagnostics deleted = row_count;
  return deleted;
end
$$;
