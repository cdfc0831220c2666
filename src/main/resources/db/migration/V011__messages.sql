-- Messages, in and out.

-- No foreign keys: a key-share lock on the same few rows for each message would cost more than the
-- message itself. A transaction that writes a message has just read its conversation. A message is
-- rewritten a few times within seconds (sent, delivered, read); with room left in its page the new
-- version stays beside the old one.
create sequence message_id_seq cache 64;
create table message (
  tenant_id bigint not null,
  id bigint not null default nextval('message_id_seq'),
  conversation_id bigint not null,
  contact_id bigint,
  direction text not null,
  type text not null,
  phone text,
  user_id text,
  business_phone text not null,
  body text,
  payload text,
  sealed boolean not null default false,
  status text not null,
  status_message text,
  wamid text,
  ref_wamid text,
  staff_id bigint,
  raw text,
  error_code int,
  failed_here boolean not null default false,
  unknown_attempts int not null default 0,
  unknown_since_up_ms bigint,
  watched boolean not null default false,
  marketing boolean not null default false,
  acknowledges boolean not null default false,
  price_category text,
  price_type text,
  job_id bigint,
  send_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  sent_at timestamptz,
  delivered_at timestamptz,
  read_at timestamptz,
  failed_at timestamptz,
  constraint message_pkey primary key (tenant_id, id),
  constraint message_direction_check check (direction in ('inbound', 'outbound')),
  constraint message_status_check check (status in
    ('queued', 'scheduled', 'sent', 'delivered', 'read', 'failed', 'cancelled', 'received'))
) with (fillfactor = 70);
call rasl_tenant_table('message');
comment on table message is 'Messages of all types, in both directions';
comment on column message.phone is
  'the customer''s digits, in both directions; null where WhatsApp hides them';
comment on column message.user_id is
  'WhatsApp''s business-scoped id of the customer: inbound where WhatsApp gave it, outbound where'
  ' nothing else is known';
comment on column message.payload is
  'JSON: the Cloud API''s fragment without recipient; null where the body has it all. Dots stand for a'
  ' secret in it';
comment on column message.sealed is
  'what is sent is not payload, but the row of message_secret; without that row it is never sent';
comment on column message.wamid is 'WhatsApp''s id of the message';
comment on column message.ref_wamid is 'WhatsApp''s id of the message that this one answers';
comment on column message.staff_id is 'the person who wrote it; null for programs';
comment on column message.raw is 'an inbound message as WhatsApp sent it';
comment on column message.failed_here is
  'this server decided the failure, so a later report of WhatsApp goes before it';
comment on column message.unknown_attempts is 'attempts whose outcome could not be found out';
comment on column message.unknown_since_up_ms is
  'receiver.up_ms when the last attempt''s outcome became unknown';
comment on column message.watched is 'another room wants to hear the outcome';
comment on column message.marketing is 'of a template of that category, when it was accepted';
comment on column message.acknowledges is
  'of a word that opted out or in: sent to a customer who opted out, too';
comment on column message.price_category is 'how Meta charges for it, from its status reports';
comment on column message.job_id is 'the job that sends it; gone once the message is settled';
comment on column message.send_at is 'when it is to leave; null for at once';
comment on column message.read_at is
  'outbound: when the customer read it; inbound: when people here did';
create unique index message_wamid on message (tenant_id, wamid) where wamid is not null;
create index message_newest on message (tenant_id, created_at, id);
create index message_of_contact on message (tenant_id, contact_id, created_at, id);
create index message_of_conversation on message (tenant_id, conversation_id, created_at, id);
create index message_unread on message (tenant_id, conversation_id, id)
  where direction = 'inbound' and read_at is null;

create table message_secret (
  tenant_id bigint not null,
  message_id bigint not null,
  sealed bytea not null,
  not_after timestamptz not null,
  constraint message_secret_pkey primary key (tenant_id, message_id)
);
call rasl_tenant_table('message_secret');
comment on table message_secret is
  'What must not be stored in the clear, such as a one-time code, until the message is settled';
comment on column message_secret.sealed is 'the payload, encrypted for this tenant and message';
comment on column message_secret.not_after is 'it is never sent after this time';

-- Search in texts. Under row-level security PostgreSQL finds no text by an index, so the search runs
-- as the owner, for the tenant in the setting, and returns ids only.
create function message_search(wanted text)
returns setof bigint
language sql
stable
security definer
set search_path from current
as $$
  select id from message
  where tenant_id = nullif(current_setting('rasl.tenant', true), '')::bigint
    and contains_text(body, wanted)
$$;
