-- The ground of every later migration. Migrations run as the role of the database's URL, the
-- owner; the server works as rasl_app, which exists by now and owns nothing.
--
-- Rules of all migrations:
-- * A released migration is never changed; the next one comes on top.
-- * Constraints have names (except not null), and a statement has one subcommand.
-- * A table of tenants has a primary key that begins with tenant_id, and the call of
--   rasl_tenant_table directly after its "create table".

-- Search by parts of names, in one index with the tenant. Trusted extensions: a role that may
-- create in the database may create them.
create extension if not exists pg_trgm;
create extension if not exists btree_gin;

do $$
begin
  execute format('grant usage on schema %I to rasl_app', current_schema());
end
$$;

-- The server may use the owner's later tables, sequences and functions; it may not alter them.
alter default privileges grant select, insert, update, delete on tables to rasl_app;
alter default privileges grant usage, select on sequences to rasl_app;
alter default privileges revoke execute on functions from public;
alter default privileges grant execute on functions to rasl_app;

-- Closes a table to all but the tenant whose number is in the setting rasl.tenant:
--
--     create table source (
--       tenant_id bigint not null,
--       id bigint not null,
--       ...
--       constraint source_pkey primary key (tenant_id, id)
--     );
--     call rasl_tenant_table('source');
--
-- Unset means no rows, not an error. The owner sees all rows: its policy serves migrations and the
-- search functions (security definer, with a fixed search_path, reading the tenant from the
-- setting and returning ids only); "force" makes the tenant's policy the only way for everyone else.
create procedure rasl_tenant_table(name regclass)
language plpgsql
as $$
declare
  owner text := (select pg_get_userbyid(relowner) from pg_class where oid = name);
begin
  execute format('alter table %s enable row level security', name);
  execute format('alter table %s force row level security', name);
  execute format(
    'create policy tenant_only on %s to rasl_app '
    'using (tenant_id = nullif(current_setting(''rasl.tenant'', true), '''')::bigint) '
    'with check (tenant_id = nullif(current_setting(''rasl.tenant'', true), '''')::bigint)',
    name);
  execute format('create policy owner_all on %s to %I using (true) with check (true)', name, owner);
end
$$;
revoke execute on procedure rasl_tenant_table(regclass) from public, rasl_app;

-- Enters a tenant, in one trip: until the transaction ends its rows can be seen, and the server's role
-- holds even if something between the server and the database handed out a connection without it.
create function rasl_enter(tenant bigint) returns text
language sql
return concat(
  set_config('rasl.tenant', tenant::text, true), set_config('role', 'rasl_app', true));

-- A distributed PostgreSQL (Citus) passes only the statement "set local" on to the nodes that hold the
-- rows. A statement that is made up at run time adds about a sixth to the processor time of the
-- smallest transaction, so only an installation on Citus pays for it.
create function rasl_enter_by_statement(tenant bigint) returns text
language plpgsql
as $$
begin
  execute concat('set local rasl.tenant = ', tenant);
  set local role rasl_app;
  return tenant;
end
$$;

do $$
begin
  if exists (select from pg_extension where extname = 'citus') then
    create or replace function rasl_enter(tenant bigint) returns text
    language sql
    return rasl_enter_by_statement(tenant);
  end if;
end
$$;

create table installation (
  id int not null,
  public_id text not null,
  key_check text not null,
  created_at timestamptz not null default now(),
  constraint installation_pkey primary key (id),
  constraint installation_id_check check (id = 1)
);
comment on table installation is 'One row: the name of this installation towards WhatsApp';
comment on column installation.key_check is
  'a MAC under the first secret key; table secret_key has those of the keys in use';

create table secret_key (
  id smallint not null,
  key_check text not null,
  made_at timestamptz not null default clock_timestamp(),
  constraint secret_key_pkey primary key (id),
  constraint secret_key_key_check_key unique (key_check),
  constraint secret_key_id_check check (id between 0 and 255)
);
comment on table secret_key is
  'The secret keys that something in this database is encrypted with; the newest is the current one';
comment on column secret_key.id is 'stands before everything that the key encrypted';
comment on column secret_key.key_check is
  'a MAC under the key, which does not give the key away: a node with another key must not start';

-- Whether a text contains another one, in any case. Both are compared as bytes, in which a part is
-- found where it is found in the text, since PostgreSQL compares many bytes at a time: like and ilike
-- start again after each character, which takes seconds for long texts that nearly contain a long part.
create function contains_text(body text, part text) returns boolean
language sql
stable
parallel safe
return position(convert_to(lower(part), 'UTF8') in convert_to(lower(body), 'UTF8')) > 0;
