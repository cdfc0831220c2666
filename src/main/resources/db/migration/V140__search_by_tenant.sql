-- A search reads its own tenant's contacts and no other's. Where a tenant had most of all contacts
-- the index was asked for the text alone, and every tenant's contacts with the text were read: how
-- long that took told what others' contacts hold.
create or replace function contact_search_condition(tenant bigint, wanted text) returns text
language sql
immutable
return concat(
  'tenant_id = $1',
  case when contact_search_has_case(wanted) then ' and (search_text ilike $2'
    else ' and (search_text like $2' end,
  case when contact_search_digits(wanted) is not null then ' or search_text like $3' end,
  ')');

-- Whether a text holds another one, whatever their case. Bytes are compared, which of a text and a
-- part of it are the same, since PostgreSQL does that many at a time: like and ilike begin anew
-- after each character, which takes seconds for long texts that nearly hold a long part.
create function contains_text(body text, part text) returns boolean
language sql
stable
parallel safe
return position(convert_to(lower(part), 'UTF8') in convert_to(lower(body), 'UTF8')) > 0;

create or replace function message_search(wanted text)
returns setof bigint
language sql
stable
security definer
set search_path from current
as $$
  select id from message
  where tenant_id = nullif(current_setting('rasl.tenant', true), '')::bigint
    and contains_text(body, wanted)
$$;

create or replace function contact_search_newest(
  wanted text, before timestamptz, before_id bigint, most int)
returns setof bigint
language plpgsql
stable
security definer
rows 50
set search_path from current
as $$
declare
  tenant bigint := nullif(current_setting('rasl.tenant', true), '')::bigint;
  pattern text := contact_search_pattern(wanted);
  digits text := contact_search_digits(wanted);
  near bigint[];
begin
  near := array(
    select id from (
      select id, created_at, search_text from contact
      where tenant_id = tenant and (created_at, id) < (before, before_id)
      order by created_at desc, id desc limit greatest(2000, 20 * most)) as newest
    where contains_text(search_text, wanted) or search_text like digits
    order by created_at desc, id desc limit most);
  if cardinality(near) = most then
    return query select unnest(near);
  elsif length(wanted) < 3 then
    return query execute
      'select id from contact where ' || contact_search_condition(tenant, wanted)
        || ' and (created_at, id) < ($4, $5)
      order by created_at desc, id desc limit $6'
      using tenant, pattern, digits, before, before_id, most;
  else
    return query execute
      'with found as materialized (
        select id, created_at from contact where '
          || contact_search_condition(tenant, wanted) || ')
      select id from found where (created_at, id) < ($4, $5)
      order by created_at desc, id desc limit $6'
      using tenant, pattern, digits, before, before_id, most;
  end if;
end
$$;
