-- Connections to WhatsApp, what WhatsApp's webhooks brought, and the pace of sending.

create table whatsapp_app (
  key text not null,
  secret_sealed bytea not null,
  verify_token_sealed bytea not null,
  created_at timestamptz not null,
  constraint whatsapp_app_pkey primary key (key)
);
comment on table whatsapp_app is
  'Apps of Meta: the key is the last part of /hooks/whatsapp/{key}';

create table whatsapp_number (
  phone_number_id text not null,
  tenant_id bigint not null,
  app_key text not null,
  business_account_id text,
  constraint whatsapp_number_pkey primary key (phone_number_id),
  constraint whatsapp_number_tenant_id_fkey foreign key (tenant_id) references tenant
);
comment on table whatsapp_number is
  'Routing: the tenant whose number a webhook is about, and the app that may speak of it. Not closed'
  ' to other tenants: a webhook''s tenant is known by the number';
create index whatsapp_number_of_account on whatsapp_number (business_account_id);

create sequence whatsapp_connection_id_seq;
create table whatsapp_connection (
  tenant_id bigint not null,
  id bigint not null default nextval('whatsapp_connection_id_seq'),
  phone_number_id text not null,
  business_account_id text not null,
  display_phone_number text not null,
  access_token_sealed bytea not null,
  app_key text not null,
  app_id text,
  simulated boolean not null default false,
  subscribed_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  messages_per_second int not null default 80,
  halted_at timestamptz,
  halt_code int,
  halt_reason text,
  halt_checks int not null default 0,
  resumed_at timestamptz,
  facts text,
  problems text,
  checked_at timestamptz,
  disconnected_at timestamptz,
  constraint whatsapp_connection_pkey primary key (tenant_id, id),
  constraint whatsapp_connection_tenant_id_fkey foreign key (tenant_id) references tenant,
  constraint whatsapp_connection_one_a_tenant unique (tenant_id),
  constraint whatsapp_connection_halt check ((halted_at is null) = (halt_reason is null)),
  constraint whatsapp_connection_messages_per_second_check check (messages_per_second > 0)
);
call rasl_tenant_table('whatsapp_connection');
comment on table whatsapp_connection is 'A tenant''s number at WhatsApp, with its secrets and state';
comment on column whatsapp_connection.display_phone_number is 'digits';
comment on column whatsapp_connection.app_id is 'Meta''s id of the app; null where nobody gave it';
comment on column whatsapp_connection.subscribed_at is
  'since when the webhook subscription is known to work; null until then';
comment on column whatsapp_connection.messages_per_second is
  'WhatsApp''s limit for the number, in and out together: 80, 1000, or 20 beside the phone app';
comment on column whatsapp_connection.halted_at is
  'since when nothing is sent, because WhatsApp said that the number cannot';
comment on column whatsapp_connection.halt_checks is
  'how often it was checked whether sending works again, over halts that follow each other closely';
comment on column whatsapp_connection.facts is 'JSON: WhatsApp''s latest answer about the number';
comment on column whatsapp_connection.problems is 'JSON: what was wrong at that time, in words';
comment on column whatsapp_connection.checked_at is 'when facts and problems were found out';
comment on column whatsapp_connection.disconnected_at is
  'the connection was taken away: its secrets are gone, its id stays, so that conversations go on with'
  ' the next one';

create sequence whatsapp_inbox_id_seq;
create table whatsapp_inbox (
  tenant_id bigint not null,
  id bigint not null default nextval('whatsapp_inbox_id_seq'),
  phone_number_id text,
  field text not null,
  value text not null,
  received_at timestamptz not null,
  told_at timestamptz,
  not_before timestamptz,
  failures int not null default 0,
  constraint whatsapp_inbox_pkey primary key (tenant_id, id)
);
call rasl_tenant_table('whatsapp_inbox');
comment on table whatsapp_inbox is
  'Changes as WhatsApp sent them, until they are applied. JSON as text: jsonb refuses \u0000';
comment on column whatsapp_inbox.phone_number_id is 'null where it is about the business account';
comment on column whatsapp_inbox.told_at is
  'when it happened, in WhatsApp''s clock; null where the change does not say';
comment on column whatsapp_inbox.not_before is 'it is applied after this time: see failures';
comment on column whatsapp_inbox.failures is
  'how often it could not be applied; statuses whose message is not known yet count too';
create index whatsapp_inbox_put_off on whatsapp_inbox (tenant_id, not_before)
  where not_before is not null;

create table whatsapp_inbox_customer (
  tenant_id bigint not null,
  inbox_id bigint not null,
  name text not null,
  constraint whatsapp_inbox_customer_pkey primary key (tenant_id, inbox_id, name),
  constraint whatsapp_inbox_customer_of_change foreign key (tenant_id, inbox_id)
    references whatsapp_inbox (tenant_id, id) on delete cascade
);
call rasl_tenant_table('whatsapp_inbox_customer');
comment on table whatsapp_inbox_customer is
  'The customers whose windows an unread change may have opened: found by name, however much waits';
comment on column whatsapp_inbox_customer.name is
  'a phone, a WhatsApp id or a user id that the change names; empty: it may be about any customer';
create index whatsapp_inbox_customer_of_name on whatsapp_inbox_customer (tenant_id, name);

create sequence whatsapp_notice_id_seq;
create table whatsapp_notice (
  tenant_id bigint not null,
  id bigint not null default nextval('whatsapp_notice_id_seq'),
  field text not null,
  value text not null,
  told_at timestamptz not null,
  received_at timestamptz not null,
  constraint whatsapp_notice_pkey primary key (tenant_id, id)
);
call rasl_tenant_table('whatsapp_notice');
comment on table whatsapp_notice is
  'What WhatsApp reported beside messages: of number and account, and what this version does not know';
comment on column whatsapp_notice.field is 'the webhook''s word for it, such as account_update';
comment on column whatsapp_notice.value is 'JSON as WhatsApp sent it';
comment on column whatsapp_notice.told_at is 'when it happened, in WhatsApp''s clock';

create table whatsapp_fact (
  tenant_id bigint not null,
  name text not null,
  value text not null,
  told_at timestamptz not null,
  updated_at timestamptz not null,
  constraint whatsapp_fact_pkey primary key (tenant_id, name),
  constraint whatsapp_fact_tenant_id_fkey foreign key (tenant_id) references tenant
);
call rasl_tenant_table('whatsapp_fact');
comment on table whatsapp_fact is
  'WhatsApp''s latest report of each kind about a tenant''s number and account';
comment on column whatsapp_fact.name is
  'the webhook''s field, after it the kind of event where several hold beside each other';
comment on column whatsapp_fact.value is 'JSON as WhatsApp sent it';
comment on column whatsapp_fact.told_at is 'when it happened, in WhatsApp''s clock';

create table receiver (
  id int not null,
  up_ms bigint not null,
  beat_at timestamptz not null,
  gap_ended_at timestamptz,
  constraint receiver_pkey primary key (id),
  constraint receiver_id_check check (id = 1)
);
comment on table receiver is
  'One row: a clock that runs only while some node receives webhooks. A report that is missing after'
  ' some time on this clock was not sent, rather than not received';
comment on column receiver.gap_ended_at is
  'when the last time without a ready receiver ended that was longer than 10 minutes';
insert into receiver (id, up_ms, beat_at) values (1, 0, now());

-- Two buckets that all nodes share. Each row says when its bucket is full again; a bucket without a
-- row is full. Nodes take tokens in slices, so that a message does not cost a statement.
create table whatsapp_number_pace (
  phone_number_id text not null,
  each_ms double precision not null,
  full_at timestamptz not null,
  constraint whatsapp_number_pace_pkey primary key (phone_number_id)
) with (fillfactor = 50);
comment on table whatsapp_number_pace is 'What a business number has sent and received of late';

create table whatsapp_pair_pace (
  tenant_id bigint not null,
  phone_number_id text not null,
  phone text not null,
  full_at timestamptz not null,
  constraint whatsapp_pair_pace_pkey primary key (tenant_id, phone_number_id, phone),
  constraint whatsapp_pair_pace_tenant_id_fkey foreign key (tenant_id) references tenant
) with (fillfactor = 80);
call rasl_tenant_table('whatsapp_pair_pace');
comment on table whatsapp_pair_pace is
  'What went to one customer of late; a row only where it was more than a few';

-- The debt of a bucket in milliseconds. A bucket that is said to be full again later than any debt and
-- any pause could make it was written by a clock that was ahead. It counts as an empty one, so that
-- the pace is kept; without that nothing would leave until the time has come again. "longest" is the
-- longest pause that is ever made, beyond the bucket itself.
create function whatsapp_debt(full_at timestamptz, at timestamptz, burst double precision,
  longest double precision) returns double precision
language sql immutable as $$
  select case when ahead > burst + longest then burst else greatest(ahead, 0) end
  from (select extract(epoch from full_at - at)::double precision * 1000 as ahead) as bucket
$$;

-- Takes tokens of a number's bucket: as many as are there, at most those wanted. What a crash of
-- the whole database forgets is less than its restart takes, so nobody waits for the disk.
create function whatsapp_take_of_number(number text, wanted int, each double precision,
  burst double precision, longest double precision, out granted int,
  out wait_ms double precision)
language plpgsql as $$
declare
  kept timestamptz;
  at timestamptz;
  debt double precision;
begin
  perform set_config('synchronous_commit', 'off', true);
  insert into whatsapp_number_pace (phone_number_id, each_ms, full_at)
  values (number, each, statement_timestamp()) on conflict do nothing;
  select full_at into kept
  from whatsapp_number_pace where phone_number_id = number for update;
  at := clock_timestamp();
  debt := whatsapp_debt(kept, at, burst, longest);
  granted := greatest(0, least(wanted, floor((burst - debt) / each)));
  debt := debt + granted * each;
  wait_ms := greatest(0, debt + each - burst);
  update whatsapp_number_pace
  set each_ms = each, full_at = at + debt * interval '1 millisecond'
  where phone_number_id = number;
end
$$;

-- The same for many customers of one number. Tokens that are owed were used already, and are counted
-- in any case.
create function whatsapp_take_of_pairs(tenant bigint, number text, phones text[], owed int[],
  wanted int[], each double precision, burst double precision, longest double precision)
returns table (customer text, granted int, wait_ms double precision)
language plpgsql as $$
declare
  kept timestamptz;
  at timestamptz;
  debt double precision;
  pair record;
begin
  perform set_config('synchronous_commit', 'off', true);
  for pair in
    select * from unnest(phones, owed, wanted) as input (phone, owed, wanted) order by 1
  loop
    insert into whatsapp_pair_pace (tenant_id, phone_number_id, phone, full_at)
    values (tenant, number, pair.phone, statement_timestamp()) on conflict do nothing;
    select p.full_at into kept
    from whatsapp_pair_pace p
    where p.tenant_id = tenant and p.phone_number_id = number and p.phone = pair.phone
    for update;
    at := clock_timestamp();
    debt := whatsapp_debt(kept, at, burst, longest) + pair.owed * each;
    customer := pair.phone;
    granted := greatest(0, least(pair.wanted, floor((burst - debt) / each)));
    debt := debt + granted * each;
    wait_ms := greatest(0, debt + each - burst);
    update whatsapp_pair_pace p set full_at = at + debt * interval '1 millisecond'
    where p.tenant_id = tenant and p.phone_number_id = number and p.phone = pair.phone;
    return next;
  end loop;
end
$$;
