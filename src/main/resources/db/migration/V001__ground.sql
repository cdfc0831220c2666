-- What every later migration stands on. Migrations run as the role of the database's URL, the
-- owner; the server works as rasl_app, which exists by now and owns nothing.

-- Search by parts of names. A trusted extension: who may create in the database may create it.
create extension if not exists pg_trgm;

do $$
begin
  execute format('grant usage on schema %I to rasl_app', current_schema());
end
$$;

-- Whatever the owner makes from here on, the server may use; it may not change its form.
alter default privileges grant select, insert, update, delete on tables to rasl_app;
alter default privileges grant usage, select on sequences to rasl_app;
alter default privileges revoke execute on functions from public;
alter default privileges grant execute on functions to rasl_app;

-- Closes a table to all but the tenant whose number is in the setting rasl.tenant. Every migration
-- that makes a table with a tenant_id ends with:
--
--     create table source (
--       tenant_id bigint not null references tenant,
--       id bigint generated always as identity,
--       ...
--       primary key (tenant_id, id)
--     );
--     call rasl_tenant_table('source');
--
-- Unset means no rows, not an error. The owner sees all: its policy serves migrations and the
-- search functions (security definer, with a fixed search_path, reading the tenant from the
-- setting and returning ids only); force makes the tenant policy the only way for everyone else.
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
