-- Message templates of a tenant's WhatsApp Business Account, as of the last look at WhatsApp.

create sequence template_id_seq;
create table template (
  tenant_id bigint not null,
  id bigint not null default nextval('template_id_seq'),
  template_id text not null,
  name text not null,
  language text not null,
  category text not null,
  status text not null,
  rejected_reason text,
  quality text,
  header_format text not null,
  parameter_format text not null,
  message_send_ttl_seconds int,
  components text not null,
  removed_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  told_at timestamptz,
  constraint template_pkey primary key (tenant_id, id),
  constraint template_tenant_id_fkey foreign key (tenant_id) references tenant,
  constraint template_of_whatsapp unique (tenant_id, template_id)
);
call rasl_tenant_table('template');
comment on table template is 'Templates of messages, copied from WhatsApp';
comment on column template.template_id is 'WhatsApp''s id: digits';
comment on column template.components is 'JSON as WhatsApp gives it';
comment on column template.removed_at is
  'when WhatsApp no longer had it; such a template is in no list and cannot be sent';
comment on column template.told_at is 'when a webhook last changed it, in WhatsApp''s clock';
create index template_by_name on template (tenant_id, name, language);

create table template_sync (
  tenant_id bigint not null,
  asked_at timestamptz,
  synced_at timestamptz,
  failed_at timestamptz,
  failure text,
  constraint template_sync_pkey primary key (tenant_id),
  constraint template_sync_tenant_id_fkey foreign key (tenant_id) references tenant
);
call rasl_tenant_table('template_sync');
comment on table template_sync is 'How far a tenant''s templates are copied from WhatsApp';
comment on column template_sync.asked_at is 'when WhatsApp reported something that makes a copy necessary';
comment on column template_sync.failure is 'why the last copy failed, in words';
-- One job at a time copies a tenant's templates.
create unique index job_template_sync on job (tenant_id)
  where kind = 'template.sync' and state <> 'dead';
