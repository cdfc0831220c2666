-- The first so many contacts of a search, newest first, behind a given one: what a page shows. Where
-- a text is common, the newest few thousand contacts hold a page of it, and looking through them
-- takes a few milliseconds; the index would give tens of thousands to be read and sorted. Where it
-- is rare the index gives few. A text of one or two characters is not in the index.
create function contact_search_newest(wanted text, before timestamptz, before_id bigint, most int)
returns setof bigint
language plpgsql
stable
security definer
rows 50
set search_path from current
as $$
declare
  tenant bigint := nullif(current_setting('rasl.tenant', true), '')::bigint;
  pattern text :=
    '%' || replace(replace(replace(wanted, '\', '\\'), '%', '\%'), '_', '\_') || '%';
  digits text := ltrim(regexp_replace(wanted, '[^0-9]', '', 'g'), '0');
  other text := case
    when wanted ~ '^[0-9+() -]+$' and digits not in ('', wanted) then '%' || digits || '%' end;
  near bigint[];
begin
  near := array(
    select id from (
      select id, created_at, search_text from contact
      where tenant_id = tenant and (created_at, id) < (before, before_id)
      order by created_at desc, id desc limit greatest(2000, 20 * most)) as newest
    where search_text ilike pattern or search_text like other
    order by created_at desc, id desc limit most);
  if cardinality(near) = most then
    return query select unnest(near);
  elsif length(wanted) < 3 then
    return query execute
      'select id from contact
      where tenant_id = $1 and (search_text ilike $2 or search_text like $6)
        and (created_at, id) < ($3, $4)
      order by created_at desc, id desc limit $5'
      using tenant, pattern, before, before_id, most, other;
  elsif other is null then
    return query execute
      'with found as materialized (
        select id, created_at from contact where tenant_id = $1 and search_text ilike $2)
      select id from found where (created_at, id) < ($3, $4)
      order by created_at desc, id desc limit $5'
      using tenant, pattern, before, before_id, most;
  else
    return query execute
      'with found as materialized (
        select id, created_at from contact
        where tenant_id = $1 and (search_text ilike $2 or search_text like $6))
      select id from found where (created_at, id) < ($3, $4)
      order by created_at desc, id desc limit $5'
      using tenant, pattern, before, before_id, most, other;
  end if;
end
$$;

-- How many a search finds, without handing out their ids.
create function contact_search_count(wanted text)
returns bigint
language plpgsql
stable
security definer
set search_path from current
as $$
declare
  tenant bigint := nullif(current_setting('rasl.tenant', true), '')::bigint;
  pattern text :=
    '%' || replace(replace(replace(wanted, '\', '\\'), '%', '\%'), '_', '\_') || '%';
  digits text := ltrim(regexp_replace(wanted, '[^0-9]', '', 'g'), '0');
  total bigint;
begin
  if wanted ~ '^[0-9+() -]+$' and digits not in ('', wanted) then
    execute
      'select count(*) from contact
      where tenant_id = $1 and (search_text ilike $2 or search_text like $3)'
      into total using tenant, pattern, '%' || digits || '%';
  else
    execute 'select count(*) from contact where tenant_id = $1 and search_text ilike $2'
      into total using tenant, pattern;
  end if;
  return total;
end
$$;
