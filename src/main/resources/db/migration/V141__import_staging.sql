-- Of a tenant's imports one runs at a time, and those whose work was given up do not wait for ever.
update contact_import
set state = 'failed', failure = 'It broke off again and again on our side.', finished_at = now(),
  updated_at = now()
where state in ('queued', 'running') and not exists (
  select from job where kind = 'contact.import' and ref = contact_import.id and state <> 'dead');
update contact_import set state = 'queued' where state = 'running';
create unique index contact_import_running on contact_import (tenant_id) where state = 'running';

-- Those that wait are in no lane: lanes are for what goes out through a business number.
update job set lane = 0 where kind = 'contact.import';

-- Where one failed row is to undo an import, its rows wait here once they are judged: until all are,
-- no contact is made or locked.
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
  primary key (tenant_id, import_id, line),
  constraint staged_of_import foreign key (tenant_id, import_id) references contact_import
    on delete cascade
);
comment on column contact_import_staged.line is 'where the row begins in the file, from 1';
comment on column contact_import_staged.id is 'that the contact will have';
comment on column contact_import_staged.group_ids is 'with commas between them';
comment on column contact_import_staged.event_body is 'of the event that the contact was made';
create unique index contact_import_staged_phone
  on contact_import_staged (tenant_id, import_id, phone_key);
create unique index contact_import_staged_email
  on contact_import_staged (tenant_id, import_id, email_key) where email_key is not null;
call rasl_tenant_table('contact_import_staged');

-- The rows that wait go as soon as their import has ended; here those whose end nobody could tidy up
-- after, such as when it killed its worker.
create or replace function contact_import_delete_old(finished_until timestamptz, most int)
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
