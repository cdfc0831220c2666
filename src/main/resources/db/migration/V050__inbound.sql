-- Customers whom WhatsApp names by a business-scoped user id, with or without a phone.
alter table message alter column phone drop not null;
alter table message
  add column user_id text,
  add column price_category text,
  add column price_type text;
comment on column message.phone is
  'the customer''s digits, in both directions; null where WhatsApp hides them';
comment on column message.user_id is
  'WhatsApp''s business-scoped id of the customer who wrote it, where WhatsApp told it';
comment on column message.price_category is 'how Meta charges for it, as its statuses tell';

-- Files that customers sent: WhatsApp keeps them for 7 days.
create table inbound_media (
  tenant_id bigint not null,
  message_id bigint not null,
  kind text not null check (kind in ('image', 'video', 'document', 'audio', 'sticker')),
  media_id text not null,
  mime_type text not null,
  sha256 text not null,
  filename text not null,
  caption text not null,
  voice boolean not null,
  received_at timestamptz not null,
  primary key (tenant_id, message_id)
);
comment on table inbound_media is 'Texts that WhatsApp did not give are empty.';
call rasl_tenant_table('inbound_media');

-- What customers chose in WhatsApp itself.
alter table contact
  add column marketing_stopped boolean not null default false,
  add column marketing_changed_at timestamptz;
comment on column contact.marketing_changed_at is
  'when the customer last stopped or resumed marketing, in WhatsApp''s clock';

-- What WhatsApp told beside messages: of number, account and everything that we do not know yet.
create sequence whatsapp_notice_id_seq;
create table whatsapp_notice (
  tenant_id bigint not null,
  id bigint not null default nextval('whatsapp_notice_id_seq'),
  field text not null,
  value text not null,
  told_at timestamptz not null,
  received_at timestamptz not null,
  primary key (tenant_id, id)
);
comment on column whatsapp_notice.field is 'the webhook''s own word, such as account_update';
comment on column whatsapp_notice.value is 'JSON as WhatsApp sent it';
call rasl_tenant_table('whatsapp_notice');
