-- Files that messages carry. Their bytes are in the storage, not here.

create sequence media_id_seq;
create table media (
  tenant_id bigint not null,
  id bigint not null default nextval('media_id_seq'),
  message_id bigint,
  origin text not null,
  mime_type text not null,
  filename text not null,
  size bigint not null,
  sha256 bytea not null,
  storage_key text not null,
  created_at timestamptz not null,
  constraint media_pkey primary key (tenant_id, id),
  constraint media_origin_check check (origin in ('upload', 'inbound'))
);
call rasl_tenant_table('media');
comment on table media is 'Files in the storage';
comment on column media.message_id is 'a message carries one file at most';
comment on column media.filename is 'as people see it; empty where it has none';
comment on column media.size is 'in bytes';
comment on column media.storage_key is 'where the storage has it, unguessable';
create unique index media_message on media (tenant_id, message_id);
create unique index media_key on media (tenant_id, storage_key);
create index media_age on media (tenant_id, created_at);

create table media_upload (
  tenant_id bigint not null,
  phone_number_id text not null,
  sha256 bytea not null,
  mime_type text not null,
  whatsapp_id text not null,
  not_after timestamptz not null,
  constraint media_upload_pkey primary key (tenant_id, phone_number_id, sha256, mime_type)
);
call rasl_tenant_table('media_upload');
comment on table media_upload is
  'Files that WhatsApp has, and their ids there: the same file is not uploaded twice while its id works';
comment on column media_upload.not_after is 'WhatsApp keeps it for 30 days; this is some days earlier';

create table media_tally (
  tenant_id bigint not null,
  bytes bigint not null,
  constraint media_tally_pkey primary key (tenant_id)
) with (fillfactor = 50);
call rasl_tenant_table('media_tally');
comment on table media_tally is
  'The sum of the sizes of a tenant''s files, changed with each file; no row where it has none';

create table inbound_media (
  tenant_id bigint not null,
  message_id bigint not null,
  kind text not null,
  media_id text not null,
  mime_type text not null,
  sha256 text not null,
  filename text not null,
  caption text not null,
  voice boolean not null,
  state text not null default 'waiting',
  failures int not null default 0,
  refusals int not null default 0,
  failure text,
  received_at timestamptz not null,
  constraint inbound_media_pkey primary key (tenant_id, message_id),
  constraint inbound_media_kind_check
    check (kind in ('image', 'video', 'document', 'audio', 'sticker')),
  constraint inbound_media_state_check check (state in ('waiting', 'stored', 'failed'))
);
call rasl_tenant_table('inbound_media');
comment on table inbound_media is
  'Files that customers sent, which are fetched from WhatsApp in the background, once each: it keeps'
  ' them for 7 days. Texts that WhatsApp did not give are empty';
comment on column inbound_media.media_id is 'WhatsApp''s id of the file';
comment on column inbound_media.state is
  'stored: the row of media with the message''s id is the file, unless it is no longer kept';
comment on column inbound_media.failures is 'attempts to fetch it that failed';
comment on column inbound_media.refusals is
  'how often WhatsApp refused it, or gave something else';
comment on column inbound_media.failure is 'why it is not there, in words';
