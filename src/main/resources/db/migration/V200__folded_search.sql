-- Searches find text in whatever way it is written: case, accents, composition, the forms and marks
-- of Arabic letters, and typographic quotes make no difference. The program folds what is looked
-- for, and stores text folded beside the text; nothing is stored where folding only puts A to Z into
-- lower case, which the database does as well.
alter table contact drop column search_text;
alter table contact add column search_key text;
comment on column contact.search_key is
  'names, company and email, folded, one a line; null where lower case is enough';
alter table message add column body_key text;
comment on column message.body_key is 'the body, folded; null where lower case is enough';
alter table source add column search_key text;
comment on column source.search_key is 'the name, folded; null where lower case is enough';
alter table status add column search_key text;
comment on column status.search_key is 'the name, folded; null where lower case is enough';
alter table contact_group add column search_key text;
comment on column contact_group.search_key is 'the name, folded; null where lower case is enough';
alter table contact_import_staged add column search_key text;

-- A text folded as nearly as SQL can, for what is stored already and for short lists without a folded
-- column; null where lower case is enough. The program folds exactly.
create function folded_text(written text) returns text
language sql
immutable
return case when written ~ '[^\x01-\x7f]' then replace(regexp_replace(lower(translate(
  regexp_replace(normalize(written, nfkd),
    '[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc'
    '\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe0e\ufe0f\ufeff]',
    '', 'g'),
  'ٱةہھەىیےکڪ‘’‛ʼ`“”„«»‐‑–—٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹øØłŁđĐı',
  'اههههيييكك''''''''''"""""----01234567890123456789oollddi')), '\s+', ' ', 'g'), 'ß', 'ss') end;

update contact set search_key =
  coalesce(folded_text(firstname || ' ' || lastname), lower(firstname || ' ' || lastname)) || e'\n'
  || coalesce(folded_text(company), lower(company), '') || e'\n'
  || coalesce(folded_text(email), lower(email), '')
where firstname || lastname || coalesce(company, '') || coalesce(email, '') ~ '[^\x01-\x7f]';
update message set body_key = folded_text(body) where body ~ '[^\x01-\x7f]';
update source set search_key = folded_text(name) where name ~ '[^\x01-\x7f]';
update status set search_key = folded_text(name) where name ~ '[^\x01-\x7f]';
update contact_group set search_key = folded_text(name) where name ~ '[^\x01-\x7f]';

alter table contact add column search_text text generated always as (
  coalesce(search_key, lower((firstname || ' ' || lastname || e'\n' || coalesce(company, '') || e'\n'
    || coalesce(email, '')) collate "C"))
  || e'\n' || coalesce(phone_key, '') || e'\n' || coalesce(wa_id, '')
  || e'\n' || lower(coalesce(whatsapp_user_id, '') collate "C")) stored;
create index contact_searched on contact using gin (tenant_id, search_text gin_trgm_ops);

-- Whether a folded text holds another. Bytes are compared, which PostgreSQL does many at a time.
create function contains_folded(key text, plain text, part text) returns boolean
language sql
stable
parallel safe
return position(convert_to(part, 'UTF8')
  in convert_to(coalesce(key, lower(plain collate "C")), 'UTF8')) > 0;

create or replace function message_search(wanted text)
returns setof bigint
language sql
stable
security definer
set search_path from current
as $$
  select id from message
  where tenant_id = nullif(current_setting('rasl.tenant', true), '')::bigint
    and contains_folded(body_key, body, wanted)
$$;

-- What is wanted of a contact is any of its lines: a name or part of one, and digits of a phone in
-- their other spellings. A text of one or two characters is not in the index.
drop function contact_search_condition(bigint, text);
drop function contact_search_digits(text);
drop function contact_search_has_case(text);

create function contact_search_patterns(wanted text) returns text[]
language sql
immutable
return array(
  select contact_search_pattern(line)
  from unnest(string_to_array(wanted, e'\n')) with ordinality as lines (line, place)
  order by place);

-- A condition of contacts: $1 is the tenant, $2 the patterns.
create function contact_search_condition(wanted text) returns text
language sql
immutable
return (
  select 'tenant_id = $1 and ('
    || string_agg('search_text like ($2)[' || place || ']', ' or ' order by place) || ')'
  from generate_series(1, cardinality(string_to_array(wanted, e'\n'))) as place);

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
  return query execute 'select id from contact where ' || contact_search_condition(wanted)
    using tenant, contact_search_patterns(wanted);
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
  execute 'select count(*) from contact where ' || contact_search_condition(wanted)
    into total using tenant, contact_search_patterns(wanted);
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
  lines text[] := string_to_array(wanted, e'\n');
  first_line bytea := convert_to(lines[1], 'UTF8');
  other_lines text[] := lines[2:];
  others boolean := cardinality(lines) > 1;
  near bigint[];
begin
  near := array(
    select id from (
      select id, created_at, search_text from contact
      where tenant_id = tenant and (created_at, id) < (before, before_id)
      order by created_at desc, id desc limit greatest(2000, 20 * most)) as newest
    where position(first_line in convert_to(search_text, 'UTF8')) > 0
      or others and exists (
        select from unnest(other_lines) as line
        where position(convert_to(line, 'UTF8') in convert_to(search_text, 'UTF8')) > 0)
    order by created_at desc, id desc limit most);
  if cardinality(near) = most then
    return query select unnest(near);
  elsif (select min(length(line)) < 3 from unnest(lines) as line) then
    return query execute
      'select id from contact where ' || contact_search_condition(wanted)
        || ' and (created_at, id) < ($3, $4)
      order by created_at desc, id desc limit $5'
      using tenant, contact_search_patterns(wanted), before, before_id, most;
  else
    return query execute
      'with found as materialized (
        select id, created_at from contact where ' || contact_search_condition(wanted) || ')
      select id from found where (created_at, id) < ($3, $4)
      order by created_at desc, id desc limit $5'
      using tenant, contact_search_patterns(wanted), before, before_id, most;
  end if;
end
$$;
