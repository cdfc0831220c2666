-- A bucket that is said to be full again later than any debt and any pause of ours could make it was
-- written by a clock that was ahead. Without a limit nothing would leave until the time has come again.

drop function whatsapp_take_of_number(text, int, double precision, double precision);
drop function whatsapp_take_of_pairs(bigint, text, text[], int[], int[], double precision,
  double precision);

-- The debt of a bucket; what a wrong clock wrote counts as an empty one, so that the pace is kept.
-- "longest" is the longest pause that is ever made, beyond the bucket itself.
create function whatsapp_debt(full_at timestamptz, at timestamptz, burst double precision,
  longest double precision) returns double precision
language sql immutable as $$
  select case when ahead > burst + longest then burst else greatest(ahead, 0) end
  from (select extract(epoch from full_at - at)::double precision * 1000 as ahead) as bucket
$$;

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
