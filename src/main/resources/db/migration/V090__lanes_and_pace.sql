-- Work that goes out through a business number, in lanes, no faster than WhatsApp takes it.

alter table job drop constraint job_lane_check;
update job set lane = case when kind = 'message.send' then lane + 1 else 0 end;
alter table job
  alter column lane set default 0,
  add constraint job_lane_check check (lane between 0 and 3),
  add column waits int not null default 0;
comment on column job.lane is
  '0: work in no lane; 1: one-time codes; 2: requests that wait, and replies; 3: everything else';
comment on column job.waits is 'attempts that only found out that the job has to wait';
drop index job_ready;
create index job_ready on job (tenant_id, lane, run_at, id) where state = 'ready';

-- Two buckets that all nodes share. Each row says when its bucket is full again; a bucket without a
-- row is full. Nodes take tokens in slices, so that a message costs no statement of its own.
create table whatsapp_number_pace (
  phone_number_id text primary key,
  each_ms double precision not null,
  full_at timestamptz not null
) with (fillfactor = 50);
comment on table whatsapp_number_pace is 'What a business number has sent and received of late';

create table whatsapp_pair_pace (
  tenant_id bigint not null references tenant,
  phone_number_id text not null,
  phone text not null,
  full_at timestamptz not null,
  primary key (tenant_id, phone_number_id, phone)
) with (fillfactor = 80);
comment on table whatsapp_pair_pace is
  'What went to one customer of late; a row only where it was more than a few';
call rasl_tenant_table('whatsapp_pair_pace');

-- Takes tokens of a number's bucket: as many as are there, at most those wanted. What a crash of
-- the whole database forgets is less than its restart takes, so nobody waits for the disk.
create function whatsapp_take_of_number(number text, wanted int, each double precision,
  burst double precision, out granted int, out wait_ms double precision)
language plpgsql as $$
declare
  debt double precision;
begin
  perform set_config('synchronous_commit', 'off', true);
  insert into whatsapp_number_pace (phone_number_id, each_ms, full_at)
  values (number, each, clock_timestamp()) on conflict do nothing;
  select extract(epoch from full_at - clock_timestamp()) * 1000 into debt
  from whatsapp_number_pace where phone_number_id = number for update;
  debt := greatest(debt, 0);
  granted := greatest(0, least(wanted, floor((burst - debt) / each)));
  debt := debt + granted * each;
  wait_ms := greatest(0, debt + each - burst);
  update whatsapp_number_pace
  set each_ms = each, full_at = clock_timestamp() + debt * interval '1 millisecond'
  where phone_number_id = number;
end
$$;

-- The same for many customers of one number; what is owed was sent already, and is counted in any
-- case.
create function whatsapp_take_of_pairs(tenant bigint, number text, phones text[], owed int[],
  wanted int[], each double precision, burst double precision)
returns table (customer text, granted int, wait_ms double precision)
language plpgsql as $$
declare
  debt double precision;
  pair record;
begin
  perform set_config('synchronous_commit', 'off', true);
  for pair in
    select * from unnest(phones, owed, wanted) as input (phone, owed, wanted) order by 1
  loop
    insert into whatsapp_pair_pace (tenant_id, phone_number_id, phone, full_at)
    values (tenant, number, pair.phone, clock_timestamp()) on conflict do nothing;
    select extract(epoch from full_at - clock_timestamp()) * 1000 into debt
    from whatsapp_pair_pace p
    where p.tenant_id = tenant and p.phone_number_id = number and p.phone = pair.phone
    for update;
    debt := greatest(debt, 0) + pair.owed * each;
    customer := pair.phone;
    granted := greatest(0, least(pair.wanted, floor((burst - debt) / each)));
    debt := debt + granted * each;
    wait_ms := greatest(0, debt + each - burst);
    update whatsapp_pair_pace p set full_at = clock_timestamp() + debt * interval '1 millisecond'
    where p.tenant_id = tenant and p.phone_number_id = number and p.phone = pair.phone;
    return next;
  end loop;
end
$$;

alter table whatsapp_connection
  add column messages_per_second int not null default 80 check (messages_per_second > 0),
  add column halted_at timestamptz,
  add column halt_code int,
  add column halt_reason text,
  add column halt_checks int not null default 0,
  add column resumed_at timestamptz,
  add constraint whatsapp_connection_halt check ((halted_at is null) = (halt_reason is null));
comment on column whatsapp_connection.messages_per_second is
  'WhatsApp''s limit for the number, in and out together: 80, 1000, or 20 beside the phone app';
comment on column whatsapp_connection.halted_at is
  'since when nothing is sent, because WhatsApp said that the number cannot';
comment on column whatsapp_connection.halt_checks is
  'how often it was looked whether sending works again, over halts that follow each other closely';
