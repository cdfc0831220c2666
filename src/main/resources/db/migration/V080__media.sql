-- Files that messages carry. Their bytes are in the storage, not here.
create sequence media_id_seq;
create table media (
  tenant_id bigint not null,
  id bigint not null default nextval('media_id_seq'),
  message_id bigint,
  origin text not null check (origin in ('upload', 'inbound')),
  mime_type text not null,
  filename text not null,
  size bigint not null,
  sha256 bytea not null,
  storage_key text not null,
  created_at timestamptz not null,
  primary key (tenant_id, id)
);
comment on column media.message_id is 'a message carries one file at most';
comment on column media.filename is 'as people see it; empty where it has none';
comment on column media.storage_key is 'where the storage has it, unguessable';
create unique index media_message on media (tenant_id, message_id);
create unique index media_key on media (tenant_id, storage_key);
create index media_age on media (tenant_id, created_at);
call rasl_tenant_table('media');

-- Files that WhatsApp has taken in, and under which id it knows them: the same file is not given
-- to it twice while that id works.
create table media_upload (
  tenant_id bigint not null,
  phone_number_id text not null,
  sha256 bytea not null,
  mime_type text not null,
  whatsapp_id text not null,
  not_after timestamptz not null,
  primary key (tenant_id, phone_number_id, sha256, mime_type)
);
comment on column media_upload.not_after is 'WhatsApp keeps it for 30 days; some are left over';
call rasl_tenant_table('media_upload');
