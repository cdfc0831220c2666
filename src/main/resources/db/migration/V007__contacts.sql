-- The people a tenant talks to, the groups they are in, and their import from CSV files. Keys for
-- look-ups are stored ready: under row-level security PostgreSQL uses an index only for leakproof
-- conditions, such as plain equality.

-- No foreign key to the tenant: it looked up and locked the tenant of each contact, a twelfth of the
-- time of storing many. The tally has one, which is checked by the first contact that a connection
-- stores for a tenant.
create sequence contact_id_seq;
create table contact (
  tenant_id bigint not null,
  id bigint not null default nextval('contact_id_seq'),
  firstname text not null,
  firstname_key text not null,
  lastname text not null,
  lastname_key text not null,
  company text,
  type text not null,
  email text,
  email_key text,
  phone_key text,
  wa_id text,
  whatsapp_user_id text,
  status_id bigint,
  source_id bigint,
  description text,
  city text,
  state text,
  zip text,
  address text,
  country_id bigint,
  assigned_id bigint,
  is_opted_out boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  search_text text generated always as (
    firstname || ' ' || lastname || e'\n' || coalesce(company, '') || e'\n' || coalesce(email, '')
    || e'\n' || coalesce(phone_key, '') || e'\n' || coalesce(wa_id, '')
    || e'\n' || coalesce(whatsapp_user_id, '')) stored,
  marketing_stopped boolean not null default false,
  marketing_changed_at timestamptz,
  keyword_at timestamptz,
  opt_out_told_at timestamptz,
  opt_in_told_at timestamptz,
  constraint contact_pkey primary key (tenant_id, id),
  constraint contact_phone_unique unique (tenant_id, phone_key),
  constraint contact_email_unique unique (tenant_id, email_key),
  constraint contact_type_check check (type in ('lead', 'customer', 'guest'))
);
call rasl_tenant_table('contact');
comment on table contact is 'The people a tenant talks to';
comment on column contact.firstname_key is 'the name as it is compared and sorted';
comment on column contact.lastname_key is 'the name as it is compared and sorted';
comment on column contact.email_key is 'the address as it is compared';
comment on column contact.phone_key is 'digits with country code; answered as + and digits';
comment on column contact.wa_id is 'WhatsApp''s id where it differs from the phone';
comment on column contact.whatsapp_user_id is 'WhatsApp''s business-scoped user id';
comment on column contact.country_id is 'what the tenant''s programs write; nothing here reads it';
comment on column contact.marketing_stopped is 'the customer stopped marketing in WhatsApp itself';
comment on column contact.marketing_changed_at is
  'when the customer last stopped or resumed marketing, in WhatsApp''s clock';
comment on column contact.keyword_at is
  'when the customer last opted out or in by a word, in WhatsApp''s clock';
comment on column contact.opt_out_told_at is 'when an opt-out was last acknowledged';
comment on column contact.opt_in_told_at is 'when an opt-in was last acknowledged';
create unique index contact_wa_id_unique on contact (tenant_id, wa_id) where wa_id is not null;
create unique index contact_whatsapp_user_unique on contact (tenant_id, whatsapp_user_id)
  where whatsapp_user_id is not null;
create index contact_newest on contact (tenant_id, created_at, id);
create index contact_last_changed on contact (tenant_id, updated_at, id);
create index contact_by_firstname on contact (tenant_id, firstname_key, id);
create index contact_by_lastname on contact (tenant_id, lastname_key, id);
create index contact_of_source on contact (tenant_id, source_id, created_at, id);
create index contact_of_status on contact (tenant_id, status_id, created_at, id);
create index contact_of_assigned on contact (tenant_id, assigned_id, created_at, id)
  where assigned_id is not null;
create index contact_searched on contact using gin (tenant_id, search_text gin_trgm_ops);

create sequence contact_group_id_seq;
create table contact_group (
  tenant_id bigint not null,
  id bigint not null default nextval('contact_group_id_seq'),
  name text not null,
  name_key text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint contact_group_pkey primary key (tenant_id, id),
  constraint contact_group_tenant_id_fkey foreign key (tenant_id) references tenant,
  constraint contact_group_name_unique unique (tenant_id, name_key)
);
call rasl_tenant_table('contact_group');
comment on table contact_group is 'Named groups of contacts';
comment on column contact_group.name_key is 'the name as it is compared';

-- No foreign key to the contact: its check costs more than the row, and while the table of contacts
-- is young it is planned so badly that a batch of a thousand takes seconds. A transaction that adds a
-- membership has made or locked the contact before, and so has one that deletes the contact.
create table contact_group_member (
  tenant_id bigint not null,
  group_id bigint not null,
  contact_id bigint not null,
  constraint contact_group_member_pkey primary key (tenant_id, group_id, contact_id),
  constraint member_of_group foreign key (tenant_id, group_id) references contact_group
    on delete cascade
);
call rasl_tenant_table('contact_group_member');
comment on table contact_group_member is 'Which contacts are in which group';
create index contact_group_of_contact on contact_group_member (tenant_id, contact_id, group_id);

create table contact_tally (
  tenant_id bigint not null,
  stripe int not null,
  contacts bigint not null,
  constraint contact_tally_pkey primary key (tenant_id, stripe),
  constraint contact_tally_tenant_id_fkey foreign key (tenant_id) references tenant
) with (fillfactor = 50);
call rasl_tenant_table('contact_tally');
comment on table contact_tally is
  'How many contacts a tenant has: the sum over its stripes. Connections write to different stripes,'
  ' so that two that make contacts at once rarely wait for each other';

create function contact_tally_add() returns trigger
language plpgsql
set search_path from current
as $$
begin
  insert into contact_tally as tally (tenant_id, stripe, contacts)
  select tenant_id, pg_backend_pid() % 64, case tg_op when 'INSERT' then 1 else -1 end * count(*)
  from changed group by tenant_id order by tenant_id
  on conflict (tenant_id, stripe) do update set contacts = tally.contacts + excluded.contacts;
  return null;
end
$$;
create trigger contact_tally_more after insert on contact
  referencing new table as changed for each statement execute function contact_tally_add();
create trigger contact_tally_less after delete on contact
  referencing old table as changed for each statement execute function contact_tally_add();

-- What contacts point to. A foreign key looks up the source, the status and the assignee of every
-- row by itself, which took a fifth of the time of storing many contacts, though they point to the
-- same few. So each statement looks up each of them once, with the lock that a foreign key takes, and
-- the deletion of one that is in use is refused with a foreign key's error.
create function contact_reference_exists(kind regclass, tenant bigint, wanted bigint)
returns void
language plpgsql
set search_path from current
as $$
declare
  found_id bigint;
begin
  execute format('select id from %s where tenant_id = $1 and id = $2 for key share', kind)
    into found_id using tenant, wanted;
  if found_id is null then
    raise foreign_key_violation
      using message = format('a contact points to %s %s, which does not exist', kind, wanted);
  end if;
end
$$;

-- In one order for all, so that two statements do not wait for each other.
create function contact_references_exist() returns trigger
language plpgsql
set search_path from current
as $$
begin
  perform contact_reference_exists('source', tenant_id, id) from (
    select distinct tenant_id, source_id as id from changed where source_id is not null
    order by 1, 2) as pointed;
  perform contact_reference_exists('status', tenant_id, id) from (
    select distinct tenant_id, status_id as id from changed where status_id is not null
    order by 1, 2) as pointed;
  perform contact_reference_exists('member', tenant_id, id) from (
    select distinct tenant_id, assigned_id as id from changed where assigned_id is not null
    order by 1, 2) as pointed;
  return null;
end
$$;
create trigger contact_references_exist after insert on contact
  referencing new table as changed for each statement execute function contact_references_exist();

create function contact_reference_exists() returns trigger
language plpgsql
set search_path from current
as $$
begin
  if new.source_id is distinct from old.source_id and new.source_id is not null then
    perform contact_reference_exists('source', new.tenant_id, new.source_id);
  end if;
  if new.status_id is distinct from old.status_id and new.status_id is not null then
    perform contact_reference_exists('status', new.tenant_id, new.status_id);
  end if;
  if new.assigned_id is distinct from old.assigned_id and new.assigned_id is not null then
    perform contact_reference_exists('member', new.tenant_id, new.assigned_id);
  end if;
  return null;
end
$$;
create trigger contact_reference_exists after update on contact for each row
  when (new.source_id is distinct from old.source_id
    or new.status_id is distinct from old.status_id
    or new.assigned_id is distinct from old.assigned_id)
  execute function contact_reference_exists();

-- A transaction that has just stored a contact held the lock that the deletion had to wait for, so the
-- contact
-- is seen here.
create function contact_points_here() returns trigger
language plpgsql
set search_path from current
as $$
declare
  pointed boolean;
begin
  execute format(
      'select exists (select from contact where tenant_id = $1 and %I = $2)', tg_argv[0])
    into pointed using old.tenant_id, old.id;
  if pointed then
    raise foreign_key_violation
      using message = format('%s %s is still used by contacts', tg_table_name, old.id);
  end if;
  return null;
end
$$;
create trigger contact_points_here after delete on source for each row
  execute function contact_points_here('source_id');
create trigger contact_points_here after delete on status for each row
  execute function contact_points_here('status_id');
create trigger contact_points_here after delete on member for each row
  execute function contact_points_here('assigned_id');

-- Search. Under row-level security PostgreSQL uses no index for ilike, so a search runs as the owner,
-- for the tenant in the setting, and returns ids only. It names its tenant to the index, so that its
-- time says nothing of other tenants' contacts. Statements are planned for the text at hand: how
-- common it is decides how to look for it. These functions hold what all searches ask.

create function contact_search_pattern(wanted text) returns text
language sql
immutable
return '%' || replace(replace(replace(wanted, '\', '\\'), '%', '\%'), '_', '\_') || '%';

-- What looks like a phone is found in any spelling: by its digits, without the zeros that begin a
-- national or an international number. Null where that adds nothing.
create function contact_search_digits(wanted text) returns text
language sql
immutable
return (
  select '%' || digits || '%'
  from ltrim(regexp_replace(wanted, '[^0-9]', '', 'g'), '0') as digits
  where wanted ~ '^[0-9+() -]+$' and digits not in ('', wanted));

-- Whether a text may be found in another case; for ß alone PostgreSQL says that it has none. A text
-- without upper and lower case, such as digits and Arabic, is compared as it is, which is quicker.
create function contact_search_has_case(wanted text) returns boolean
language sql
immutable
return lower(wanted) <> upper(wanted) or position('ß' in wanted) > 0;

-- A condition of contacts: $1 is the tenant, $2 the pattern, $3 that of the digits.
create function contact_search_condition(tenant bigint, wanted text) returns text
language sql
immutable
return concat(
  'tenant_id = $1',
  case when contact_search_has_case(wanted) then ' and (search_text ilike $2'
    else ' and (search_text like $2' end,
  case when contact_search_digits(wanted) is not null then ' or search_text like $3' end,
  ')');

create function contact_search(wanted text)
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

-- How many contacts a search finds, without handing out their ids.
create function contact_search_count(wanted text)
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

-- The first so many contacts of a search, newest first, behind a given one: what a page shows. Where
-- a text is common, the newest few thousand contacts hold a page of it, and looking through them
-- takes a few milliseconds; the index would give tens of thousands to be read and sorted. Where it
-- is rare the index gives few. A text of one or two characters is not in the index.
create function contact_search_newest(
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

-- Contacts from CSV files. The rows of a file wait in pieces, which are deleted as they are worked
-- off: any node can go on where another one stopped.

create sequence contact_import_id_seq;
create table contact_import (
  tenant_id bigint not null,
  id bigint not null default nextval('contact_import_id_seq'),
  state text not null,
  filename text not null,
  size_bytes bigint not null,
  columns text not null,
  continue_on_error boolean not null,
  skip_duplicates boolean not null,
  rows_total bigint not null,
  rows_read bigint not null default 0,
  created bigint not null default 0,
  skipped bigint not null default 0,
  failed bigint not null default 0,
  next_piece int not null default 0,
  faults int not null default 0,
  failure text,
  request_id text,
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  updated_at timestamptz not null,
  constraint contact_import_pkey primary key (tenant_id, id),
  constraint contact_import_tenant_id_fkey foreign key (tenant_id) references tenant,
  constraint contact_import_state_check check (state in ('queued', 'running', 'completed', 'failed'))
);
call rasl_tenant_table('contact_import');
comment on table contact_import is 'Uploaded files of contacts, with their progress and outcome';
comment on column contact_import.columns is
  'JSON: the header, the field of each column, and the values for empty cells';
comment on column contact_import.next_piece is 'the number of the first piece that is not worked off';
comment on column contact_import.faults is 'attempts in a row that broke off';
comment on column contact_import.failure is 'why it failed, in words';
create index contact_import_newest on contact_import (tenant_id, created_at, id);
create index contact_import_open on contact_import (tenant_id, id)
  where state in ('queued', 'running');
-- One import of a tenant runs at a time.
create unique index contact_import_running on contact_import (tenant_id) where state = 'running';
create index contact_import_finished on contact_import (finished_at)
  where finished_at is not null;

-- Written once, read once: compressing the rows would only cost time.
create table contact_import_piece (
  tenant_id bigint not null,
  import_id bigint not null,
  number int not null,
  rows text storage external not null,
  constraint contact_import_piece_pkey primary key (tenant_id, import_id, number),
  constraint piece_of_import foreign key (tenant_id, import_id) references contact_import
    on delete cascade
);
call rasl_tenant_table('contact_import_piece');
comment on table contact_import_piece is 'Rows of a file that are not worked off yet';
comment on column contact_import_piece.rows is
  'JSON: a list of rows, each with its line and its cells';

create table contact_import_error (
  tenant_id bigint not null,
  import_id bigint not null,
  line bigint not null,
  reason text not null,
  cells text not null,
  constraint contact_import_error_pkey primary key (tenant_id, import_id, line),
  constraint error_of_import foreign key (tenant_id, import_id) references contact_import
    on delete cascade
);
call rasl_tenant_table('contact_import_error');
comment on table contact_import_error is 'Rows of a file that could not become contacts';
comment on column contact_import_error.line is 'where the row begins in the file, from 1';
comment on column contact_import_error.cells is 'JSON: the row as it was in the file';

create table contact_import_staged (
  tenant_id bigint not null,
  import_id bigint not null,
  line bigint not null,
  id bigint not null,
  firstname text not null,
  firstname_key text not null,
  lastname text not null,
  lastname_key text not null,
  company text,
  type text not null,
  email text,
  email_key text,
  phone_key text not null,
  description text,
  city text,
  state text,
  zip text,
  address text,
  status_id bigint,
  source_id bigint,
  country_id bigint,
  assigned_id bigint,
  is_opted_out boolean not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  group_ids text not null,
  event_id text not null,
  event_body text not null,
  constraint contact_import_staged_pkey primary key (tenant_id, import_id, line),
  constraint staged_of_import foreign key (tenant_id, import_id) references contact_import
    on delete cascade
);
call rasl_tenant_table('contact_import_staged');
comment on table contact_import_staged is
  'Where one failed row undoes an import: its rows that are judged. Until all are, no contact is made'
  ' or locked';
comment on column contact_import_staged.line is 'where the row begins in the file, from 1';
comment on column contact_import_staged.id is 'the id that the contact will have';
comment on column contact_import_staged.group_ids is 'with commas between them';
comment on column contact_import_staged.event_id is 'of the event that the contact was made';
comment on column contact_import_staged.event_body is 'of the event that the contact was made';
create unique index contact_import_staged_phone
  on contact_import_staged (tenant_id, import_id, phone_key);
create unique index contact_import_staged_email
  on contact_import_staged (tenant_id, import_id, email_key) where email_key is not null;

-- Deletes imports that ended long ago, a batch at a time: their rows are people's data that never
-- became contacts. Staged rows are deleted as soon as their import has ended; here those whose import
-- could not do so, such as one that killed its worker. Rows before their import, so that no step
-- deletes more than was asked.
create function contact_import_delete_old(finished_until timestamptz, most int)
returns int
language plpgsql
security definer
set search_path from current
as $$
declare
  deleted int;
  more int;
begin
  delete from contact_import_staged where (tenant_id, import_id, line) in (
    select staged.tenant_id, staged.import_id, staged.line
    from contact_import as ended
    join contact_import_staged as staged
      on staged.tenant_id = ended.tenant_id and staged.import_id = ended.id
    where ended.finished_at is not null limit most for update of staged skip locked);
  get diagnostics deleted = row_count;
  if deleted < most then
    delete from contact_import_error where (tenant_id, import_id, line) in (
      select failed.tenant_id, failed.import_id, failed.line
      from contact_import as old
      join contact_import_error as failed
        on failed.tenant_id = old.tenant_id and failed.import_id = old.id
      where old.finished_at <= finished_until limit most - deleted
      for update of failed skip locked);
    get diagnostics more = row_count;
    deleted := deleted + more;
  end if;
  if deleted < most then
    delete from contact_import where (tenant_id, id) in (
      select tenant_id, id from contact_import as old
      where finished_at <= finished_until
        and not exists (
          select from contact_import_error as failed
          where failed.tenant_id = old.tenant_id and failed.import_id = old.id)
        and not exists (
          select from contact_import_staged as staged
          where staged.tenant_id = old.tenant_id and staged.import_id = old.id)
      limit most - deleted for update skip locked);
    get diagnostics more = row_count;
    deleted := deleted + more;
  end if;
  return deleted;
end
$$;
