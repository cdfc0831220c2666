-- Connections to WhatsApp, and what WhatsApp's webhooks brought.

create table whatsapp_app (
  key text primary key,
  secret_sealed bytea not null,
  verify_token_sealed bytea not null,
  created_at timestamptz not null
);
comment on table whatsapp_app is
  'Apps of Meta: the key is the last part of /hooks/whatsapp/{key}';

create table whatsapp_number (
  phone_number_id text primary key,
  tenant_id bigint not null references tenant,
  app_key text not null
);
comment on table whatsapp_number is
  'Routing: whose number a webhook speaks of, and through which app it may';

create sequence whatsapp_connection_id_seq;
create table whatsapp_connection (
  tenant_id bigint not null references tenant,
  id bigint not null default nextval('whatsapp_connection_id_seq'),
  phone_number_id text not null,
  business_account_id text not null,
  display_phone_number text not null,
  access_token_sealed bytea not null,
  app_key text not null,
  simulated boolean not null default false,
  subscribed_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  constraint whatsapp_connection_one_a_tenant unique (tenant_id)
);
comment on column whatsapp_connection.display_phone_number is 'digits';
comment on column whatsapp_connection.subscribed_at is
  'since when the webhook subscription is known to work; null until then';

create sequence whatsapp_inbox_id_seq;
create table whatsapp_inbox (
  tenant_id bigint not null,
  id bigint not null default nextval('whatsapp_inbox_id_seq'),
  phone_number_id text not null,
  field text not null,
  value text not null,
  received_at timestamptz not null,
  primary key (tenant_id, id)
);
comment on table whatsapp_inbox is
  'Changes as WhatsApp sent them, until they are applied. JSON as text: jsonb refuses \u0000.';

-- A clock that stands still while nobody receives: how long WhatsApp could have told us something.
create table receiver (
  id int primary key check (id = 1),
  up_ms bigint not null,
  beat_at timestamptz not null,
  gap_ended_at timestamptz
);
comment on column receiver.gap_ended_at is
  'when the last time without a ready receiver ended that was longer than 10 minutes';
insert into receiver (id, up_ms, beat_at) values (1, 0, now());

call rasl_tenant_table('whatsapp_connection');
call rasl_tenant_table('whatsapp_inbox');
