-- Message templates of a tenant's WhatsApp Business Account, as of the last look at WhatsApp.

create sequence template_id_seq;
create table template (
  tenant_id bigint not null references tenant,
  id bigint not null default nextval('template_id_seq'),
  template_id text not null,
  name text not null,
  language text not null,
  category text not null,
  status text not null,
  rejected_reason text,
  header_format text not null,
  parameter_format text not null,
  message_send_ttl_seconds int,
  components text not null,
  removed_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  constraint template_of_whatsapp unique (tenant_id, template_id)
);
comment on column template.template_id is 'WhatsApp''s id: digits';
comment on column template.components is 'JSON as WhatsApp gives it';
comment on column template.removed_at is
  'when WhatsApp no longer had it; such a template is in no list and cannot be sent';
create index template_by_name on template (tenant_id, name, language);
call rasl_tenant_table('template');
