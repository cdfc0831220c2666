-- Who did what. A row is never changed and never deleted by the server: it may add and read. Each
-- holds the hash of the one before it, so that a row that is missing or was changed shows.

create table audit (
  tenant_id bigint not null,
  number bigint not null,
  created_at timestamptz not null,
  action text not null,
  actor_kind text not null,
  actor_id bigint,
  target_type text not null,
  target_id bigint,
  who text,
  who_salt bytea,
  who_hash bytea not null,
  before text,
  before_salt bytea,
  before_hash bytea,
  after text,
  after_salt bytea,
  after_hash bytea,
  hash bytea not null,
  constraint audit_pkey primary key (tenant_id, number)
);
call rasl_tenant_table('audit');
comment on table audit is 'No foreign key: it outlives what it tells of';
comment on column audit.number is 'from 1, without gaps';
comment on column audit.who is 'JSON: name and address; null where it was blanked';
comment on column audit.before is
  'JSON; blanked where null beside a hash. Its salt goes with it: nobody can guess it then';
comment on column audit.hash is 'SHA-256 over the hash of the row before and all but the texts';
create index audit_by_time on audit (tenant_id, created_at, number);
create index audit_by_action on audit (tenant_id, action, created_at, number);
revoke update, delete on audit from rasl_app;

-- The number and hash of the last row. Locked by the last statement before a commit.
create table audit_head (
  tenant_id bigint not null,
  number bigint not null,
  hash bytea not null,
  constraint audit_head_pkey primary key (tenant_id)
) with (fillfactor = 50);
call rasl_tenant_table('audit_head');
revoke delete on audit_head from rasl_app;

-- The same of what operators did to the installation and its tenants. It outlives every tenant.
create table operator_audit (
  number bigint not null,
  created_at timestamptz not null,
  action text not null,
  actor_kind text not null,
  actor_id bigint,
  target_type text not null,
  target_id bigint,
  who text,
  who_salt bytea,
  who_hash bytea not null,
  before text,
  before_salt bytea,
  before_hash bytea,
  after text,
  after_salt bytea,
  after_hash bytea,
  hash bytea not null,
  constraint operator_audit_pkey primary key (number)
);
create index operator_audit_by_time on operator_audit (created_at, number);
revoke update, delete on operator_audit from rasl_app;

create table operator_audit_head (
  id int not null,
  number bigint not null,
  hash bytea not null,
  constraint operator_audit_head_pkey primary key (id),
  constraint operator_audit_head_is_one check (id = 1)
) with (fillfactor = 50);
revoke delete on operator_audit_head from rasl_app;
