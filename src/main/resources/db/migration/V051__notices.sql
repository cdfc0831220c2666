-- Webhooks that speak of a whole business account: whose it may be.
alter table whatsapp_number add column business_account_id text;
update whatsapp_number set business_account_id = whatsapp_connection.business_account_id
from whatsapp_connection
where whatsapp_connection.tenant_id = whatsapp_number.tenant_id
  and whatsapp_connection.phone_number_id = whatsapp_number.phone_number_id;
create index whatsapp_number_of_account on whatsapp_number (business_account_id);

alter table whatsapp_inbox
  alter column phone_number_id drop not null,
  add column told_at timestamptz,
  add column not_before timestamptz,
  add column failures int not null default 0;
comment on column whatsapp_inbox.phone_number_id is 'null where it is about the business account';
comment on column whatsapp_inbox.told_at is 'in WhatsApp''s clock, where the change itself says';
comment on column whatsapp_inbox.not_before is 'it is looked at again later: see failures';
comment on column whatsapp_inbox.failures is
  'how often it could not be applied; statuses whose message is not known yet count too';

-- What holds for a tenant's number and account as WhatsApp told it last.
create table whatsapp_fact (
  tenant_id bigint not null references tenant,
  name text not null,
  value text not null,
  told_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, name)
);
comment on column whatsapp_fact.name is
  'the webhook''s field, after it the kind of event where several hold beside each other';
comment on column whatsapp_fact.value is 'JSON as WhatsApp sent it';
call rasl_tenant_table('whatsapp_fact');

-- How a tenant's templates are kept up with WhatsApp.
create table template_sync (
  tenant_id bigint primary key references tenant,
  asked_at timestamptz,
  synced_at timestamptz,
  failed_at timestamptz,
  failure text
);
comment on column template_sync.asked_at is 'when something was told that makes a look necessary';
call rasl_tenant_table('template_sync');
create unique index job_template_sync on job (tenant_id)
  where kind = 'template.sync' and state <> 'dead';

alter table template
  add column quality text,
  add column told_at timestamptz;
comment on column template.told_at is 'when a webhook last changed it, in WhatsApp''s clock';
