-- How many bytes of files a tenant may keep, and how many it keeps: counted with each file that is
-- stored or deleted, so that nobody has to add them up.
alter table tenant_settings add column storage_limit bigint;
comment on column tenant_settings.storage_limit is
  'bytes of files; null: not configured; -1: unlimited';

create table media_tally (
  tenant_id bigint not null,
  bytes bigint not null,
  constraint media_tally_pkey primary key (tenant_id)
) with (fillfactor = 50);
comment on table media_tally is 'What the files of a tenant add up to; no row where it has none';
call rasl_tenant_table('media_tally');
insert into media_tally (tenant_id, bytes)
  select tenant_id, sum(size) from media group by tenant_id;
