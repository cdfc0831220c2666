-- The people a tenant talks to, and the groups they are in. Keys for look-ups are stored ready:
-- under row-level security PostgreSQL uses an index only for leakproof conditions, such as plain
-- equality.

-- One index over tenant and trigrams. A trusted extension, as pg_trgm is.
create extension if not exists btree_gin;

create sequence contact_id_seq;
create table contact (
  tenant_id bigint not null references tenant,
  id bigint not null default nextval('contact_id_seq'),
  firstname text not null,
  firstname_key text not null,
  lastname text not null,
  lastname_key text not null,
  company text,
  type text not null check (type in ('lead', 'customer', 'guest')),
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
  primary key (tenant_id, id),
  constraint contact_phone_unique unique (tenant_id, phone_key),
  constraint contact_email_unique unique (tenant_id, email_key),
  constraint contact_source foreign key (tenant_id, source_id) references source,
  constraint contact_status foreign key (tenant_id, status_id) references status,
  constraint contact_assigned foreign key (tenant_id, assigned_id) references member
);
comment on column contact.phone_key is 'digits with country code; answered as + and digits';
comment on column contact.wa_id is 'WhatsApp''s own id where it differs from the phone';
comment on column contact.whatsapp_user_id is 'WhatsApp''s business-scoped user id';
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
call rasl_tenant_table('contact');

create sequence contact_group_id_seq;
create table contact_group (
  tenant_id bigint not null references tenant,
  id bigint not null default nextval('contact_group_id_seq'),
  name text not null,
  name_key text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  constraint contact_group_name_unique unique (tenant_id, name_key)
);
call rasl_tenant_table('contact_group');

-- No foreign key to the contact: its check costs more than the row, and while the table of contacts
-- is young it is planned so badly that a batch of a thousand takes seconds. Whoever adds a
-- membership has made or locked the contact in the same transaction, and so has who deletes it.
create table contact_group_member (
  tenant_id bigint not null,
  group_id bigint not null,
  contact_id bigint not null,
  primary key (tenant_id, group_id, contact_id),
  constraint member_of_group foreign key (tenant_id, group_id) references contact_group
    on delete cascade
);
create index contact_group_of_contact on contact_group_member (tenant_id, contact_id, group_id);
call rasl_tenant_table('contact_group_member');

-- How many contacts a tenant has, without counting them: the sum over the stripes. A connection
-- has a stripe of its own, so that two that make contacts at once rarely wait for each other.
create table contact_tally (
  tenant_id bigint not null references tenant,
  stripe int not null,
  contacts bigint not null,
  primary key (tenant_id, stripe)
) with (fillfactor = 50);
call rasl_tenant_table('contact_tally');

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

-- Search. Under row-level security PostgreSQL uses no index for ilike, so it runs as the owner, for
-- the tenant in the setting, and returns ids only. What looks like a phone is found in any spelling:
-- by its digits, without the zeros that begin a national or an international number. The statements
-- are planned anew each time: how common the text is decides how to look for it.
create function contact_search(wanted text)
returns setof bigint
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
begin
  if wanted ~ '^[0-9+() -]+$' and digits not in ('', wanted) then
    return query execute
      'select id from contact where tenant_id = $1 and (search_text ilike $2 or search_text like $3)'
      using tenant, pattern, '%' || digits || '%';
  else
    return query execute 'select id from contact where tenant_id = $1 and search_text ilike $2'
      using tenant, pattern;
  end if;
end
$$;
