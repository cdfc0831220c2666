-- What a search asks of a contact, in one place for its three functions, and quicker in two cases. A
-- text without upper and lower case, such as digits and Arabic, is compared as it is. And where the
-- tenant has most of all contacts, as in an installation of one business, the index is asked for the
-- text alone: all the tenant's entries would have to be read beside those of the text.

create function contact_search_pattern(wanted text) returns text
language sql
immutable
return '%' || replace(replace(replace(wanted, '\', '\\'), '%', '\%'), '_', '\_') || '%';

-- What looks like a phone is found in any spelling: by its digits, without the zeros that begin a
-- national or an international number. Null where that says nothing new.
create function contact_search_digits(wanted text) returns text
language sql
immutable
return (
  select '%' || digits || '%'
  from ltrim(regexp_replace(wanted, '[^0-9]', '', 'g'), '0') as digits
  where wanted ~ '^[0-9+() -]+$' and digits not in ('', wanted));

-- Whether a text may be found in another case; for ß alone PostgreSQL says that it has none.
create function contact_search_has_case(wanted text) returns boolean
language sql
immutable
return lower(wanted) <> upper(wanted) or position('ß' in wanted) > 0;

-- A condition of contacts: $1 is the tenant, $2 the pattern, $3 that of the digits. A text of one or
-- two characters is not in the index.
create function contact_search_condition(tenant bigint, wanted text) returns text
language plpgsql
stable
set search_path from current
as $$
declare
  -- -1 where it is not known.
  all_contacts real := (select reltuples from pg_class where oid = 'contact'::regclass);
  has_most boolean := length(wanted) > 2 and all_contacts > 0 and (
    select coalesce(sum(contacts), 0) * 2 > all_contacts
    from contact_tally where tenant_id = tenant);
begin
  return concat(
    case when has_most then 'tenant_id + 0 = $1' else 'tenant_id = $1' end,
    case when contact_search_has_case(wanted) then ' and (search_text ilike $2'
      else ' and (search_text like $2' end,
    case when contact_search_digits(wanted) is not null then ' or search_text like $3' end,
    ')');
end
$$;

create or replace function contact_search(wanted text)
returns setof bigint
language plpgsql
stable
security definer
set search_path from current
as $$
declare
  tenant bigint := nullif(current_setting('rasl.tenant', true), '')::bigint;
begin
  return query execute
    'select id from contact where ' || contact_search_condition(tenant, wanted)
    using tenant, contact_search_pattern(wanted), contact_search_digits(wanted);
end
$$;

create or replace function contact_search_count(wanted text)
returns bigint
language plpgsql
stable
security definer
set search_path from current
as $$
declare
  tenant bigint := nullif(current_setting('rasl.tenant', true), '')::bigint;
  total bigint;
begin
  execute 'select count(*) from contact where ' || contact_search_condition(tenant, wanted)
    into total using tenant, contact_search_pattern(wanted), contact_search_digits(wanted);
  return total;
end
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
  has_case boolean := contact_search_has_case(wanted);
  near bigint[];
begin
  near := array(
    select id from (
      select id, created_at, search_text from contact
      where tenant_id = tenant and (created_at, id) < (before, before_id)
      order by created_at desc, id desc limit greatest(2000, 20 * most)) as newest
    where case when has_case then search_text ilike pattern else search_text like pattern end
      or search_text like digits
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
