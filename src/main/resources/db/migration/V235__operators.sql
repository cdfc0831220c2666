-- Tokens of operators: made on the command line, of no tenant.
create sequence operator_token_id_seq;
create table operator_token (
  id bigint not null default nextval('operator_token_id_seq'),
  name text not null,
  sha256 bytea not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  constraint operator_token_pkey primary key (id),
  constraint operator_token_sha256_unique unique (sha256)
);

-- Every table that holds something of a tenant.
create function tenant_tables() returns setof text
language sql
stable
set search_path from current
as $$
  select c.relname::text from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and a.attnum > 0
  where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
    and not a.attisdropped
  order by c.relname
$$;

-- Deletes some rows of a tenant that is being deleted, and of no other: of tables too that the
-- server may not delete from, such as the audit. What others point to stays until they are gone.
create function tenant_forget(of_table text, of_tenant bigint, most int) returns int
language plpgsql
security definer
set search_path from current
as $$
declare
  deleted int;
begin
  if not exists (select from tenant where id = of_tenant and status = 'deleting')
    or of_table not in (select tenant_tables()) then
    raise exception 'tenant % is not being deleted', of_tenant using errcode = 'P0001';
  end if;
  execute format(
    'delete from %I where tenant_id = $1 and ctid = any(array('
    'select ctid from %I where tenant_id = $1 limit $2))', of_table, of_table)
  using of_tenant, most;
  get diagnostics deleted = row_count;
  return deleted;
exception when foreign_key_violation then
  return 0;
end
$$;

-- Whether a table holds anything of a tenant that is being deleted.
create function tenant_remains(of_table text, of_tenant bigint) returns boolean
language plpgsql
stable
security definer
set search_path from current
as $$
declare
  found boolean;
begin
  if not exists (select from tenant where id = of_tenant and status = 'deleting')
    or of_table not in (select tenant_tables()) then
    raise exception 'tenant % is not being deleted', of_tenant using errcode = 'P0001';
  end if;
  execute format('select exists (select from %I where tenant_id = $1)', of_table)
  into found using of_tenant;
  return found;
end
$$;
