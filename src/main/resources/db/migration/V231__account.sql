-- What an account is, may do, and has used up.

create sequence plan_id_seq;
create table plan (
  id bigint not null default nextval('plan_id_seq'),
  name text not null,
  contact_limit bigint,
  conversation_limit bigint,
  campaign_limit bigint,
  staff_limit bigint,
  calls_per_minute int,
  storage_limit bigint,
  lacking_features text[] not null default '{}',
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint plan_pkey primary key (id),
  constraint plan_name_unique unique (name),
  constraint plan_limits check (contact_limit >= -1 and conversation_limit >= -1
    and campaign_limit >= -1 and staff_limit >= -1 and storage_limit >= -1),
  constraint plan_calls check (calls_per_minute = -1 or calls_per_minute > 0)
);
comment on table plan is
  'What operators sell. Its limits are copied into the settings of each tenant that has it';
comment on column plan.contact_limit is '-1 is unlimited, null is not configured; so all limits';
comment on column plan.calls_per_minute is 'most that a token of the tenant may be given';

alter table tenant add column status text not null default 'active';
alter table tenant add constraint tenant_status check (status in ('active', 'suspended', 'deleting'));
alter table tenant add column plan_id bigint;
alter table tenant add column plan_expires_at timestamptz;
alter table tenant add column plan_cancelled_at timestamptz;
alter table tenant add constraint tenant_plan foreign key (plan_id) references plan;
comment on column tenant.name is 'the subdomain: a DNS label, unique. Nothing is routed by it';

alter table tenant_settings add column title text;
alter table tenant_settings add column time_zone text not null default 'UTC';
alter table tenant_settings add column language text not null default 'en';
alter table tenant_settings add column campaign_limit bigint;
alter table tenant_settings add column staff_limit bigint;
alter table tenant_settings add column calls_per_minute int;
comment on column tenant_settings.title is 'what people call the account; null: as its subdomain';

-- How many threads count for the plan in a month, without counting them: the sum over the stripes.
-- Written by the statement that marks a thread as counted.
create table conversation_tally (
  tenant_id bigint not null,
  month date not null,
  stripe int not null,
  conversations bigint not null,
  constraint conversation_tally_pkey primary key (tenant_id, month, stripe)
) with (fillfactor = 50);
call rasl_tenant_table('conversation_tally');
insert into conversation_tally (tenant_id, month, stripe, conversations)
  select tenant_id, counted_month, 0, count(*) from conversation
  where counted_month is not null group by tenant_id, counted_month;

-- The day of the last comparison of the tallies with the rows: one node makes it.
create table tally_check (
  id int not null,
  checked_on date not null,
  constraint tally_check_pkey primary key (id),
  constraint tally_check_is_one check (id = 1)
);
insert into tally_check (id, checked_on) values (1, date '2026-01-01');
