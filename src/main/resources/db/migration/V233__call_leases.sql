-- Calls that nodes leased of the budgets of tokens and sessions, by seconds of this clock. Where
-- there are several nodes, each leases a portion and makes it within a second.
create table call_lease (
  key text not null,
  seconds bigint[] not null,
  calls int[] not null,
  used_at timestamptz not null,
  constraint call_lease_pkey primary key (key)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);
comment on table call_lease is 'What was leased counts as used until 62 seconds later: the lease lasts one, and so does its second';
create index call_lease_old on call_lease (used_at);

-- Leases up to so many calls, after giving back those of an earlier lease. One row is locked, for
-- the time of this one statement.
create function call_lease_take(
  of_key text, call_limit int, wanted int, back_second bigint, back_calls int,
  out calls int, out remaining bigint, out second bigint, out whole_ms bigint, out next_ms bigint)
language plpgsql
set search_path from current
as $$
declare
  found_seconds bigint[];
  found_calls int[];
  kept_seconds bigint[] := '{}';
  kept_calls int[] := '{}';
  total bigint := 0;
  moment numeric;
  counted int;
begin
  insert into call_lease as lease (key, seconds, calls, used_at)
  values (of_key, '{}', '{}', statement_timestamp())
  on conflict (key) do update set used_at = excluded.used_at
  returning lease.seconds, lease.calls into found_seconds, found_calls;
  moment := extract(epoch from clock_timestamp());
  second := floor(moment);
  for i in 1 .. coalesce(cardinality(found_seconds), 0) loop
    counted := found_calls[i];
    if found_seconds[i] = back_second then
      counted := counted - least(counted, back_calls);
    end if;
    if found_seconds[i] + 62 > moment and counted > 0 then
      kept_seconds := kept_seconds || found_seconds[i];
      kept_calls := kept_calls || counted;
      total := total + counted;
    end if;
  end loop;
  calls := least(wanted, greatest(0, call_limit - total));
  if calls > 0 then
    total := total + calls;
    if cardinality(kept_seconds) > 0 and kept_seconds[cardinality(kept_seconds)] = second then
      kept_calls[cardinality(kept_seconds)] := kept_calls[cardinality(kept_seconds)] + calls;
    else
      kept_seconds := kept_seconds || second;
      kept_calls := kept_calls || calls;
    end if;
  end if;
  update call_lease as lease set seconds = kept_seconds, calls = kept_calls where lease.key = of_key;
  remaining := greatest(0, call_limit - total);
  whole_ms := coalesce(ceil(1000 * (kept_seconds[cardinality(kept_seconds)] + 62 - moment)), 0);
  next_ms := coalesce(ceil(1000 * (kept_seconds[1] + 62 - moment)), 0);
end
$$;

-- Gives back calls of a lease that were not made.
create function call_lease_return(of_key text, back_second bigint, back_calls int) returns int
language plpgsql
set search_path from current
as $$
declare
  place int;
begin
  select array_position(seconds, back_second) into place from call_lease
  where key = of_key for no key update;
  if place is null then
    return 0;
  end if;
  update call_lease set calls[place] = calls[place] - least(calls[place], back_calls)
  where key = of_key;
  return back_calls;
end
$$;
