-- Search in message texts. Under row-level security PostgreSQL uses no index for ilike, so the
-- search runs as the owner, for the tenant in the setting, and returns ids only.
create function message_search(wanted text)
returns setof bigint
language sql
stable
security definer
set search_path from current
as $$
  select id from message
  where tenant_id = nullif(current_setting('rasl.tenant', true), '')::bigint
    and body ilike '%' || replace(replace(replace(wanted, '\', '\\'), '%', '\%'), '_', '\_') || '%'
$$;
