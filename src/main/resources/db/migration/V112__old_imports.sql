-- Imports that ended long ago, with their failed rows, go: the rows are people's data that never
-- became contacts. The failed rows first, so that no step deletes more than it was told.
create index contact_import_finished on contact_import (finished_at)
  where finished_at is not null;

create function contact_import_delete_old(finished_until timestamptz, most int)
returns int
language plpgsql
security definer
set search_path from current
as $$
declare
  deleted int;
  imports int;
begin
  delete from contact_import_error where (tenant_id, import_id, line) in (
    select failed.tenant_id, failed.import_id, failed.line
    from contact_import as old
    join contact_import_error as failed
      on failed.tenant_id = old.tenant_id and failed.import_id = old.id
    where old.finished_at <= finished_until limit most for update of failed skip locked);
  get diagnostics deleted = row_count;
  if deleted < most then
    delete from contact_import where (tenant_id, id) in (
      select tenant_id, id from contact_import as old
      where finished_at <= finished_until
        and not exists (
          select from contact_import_error as failed
          where failed.tenant_id = old.tenant_id and failed.import_id = old.id)
      limit most - deleted for update skip locked);
    get diagnostics imports = row_count;
    deleted := deleted + imports;
  end if;
  return deleted;
end
$$;
