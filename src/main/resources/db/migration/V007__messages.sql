-- Threads and messages, in and out.

create sequence conversation_id_seq;
create table conversation (
  tenant_id bigint not null references tenant,
  id bigint not null default nextval('conversation_id_seq'),
  contact_id bigint,
  connection_id bigint not null,
  last_inbound_at timestamptz,
  counted_month date,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  constraint conversation_one_a_contact unique (tenant_id, contact_id, connection_id),
  constraint conversation_contact foreign key (tenant_id, contact_id) references contact
    on delete set null (contact_id)
);
comment on column conversation.counted_month is
  'first day of the last month (UTC) in which the thread counted for the plan';
create index conversation_counted on conversation (tenant_id, counted_month)
  where counted_month is not null;

call rasl_tenant_table('conversation');

create sequence message_id_seq cache 64;
-- No foreign keys: a key-share lock on the same few rows for each message would cost more than the
-- message itself. Whoever writes a message has just read its thread in the same transaction.
create table message (
  tenant_id bigint not null,
  id bigint not null default nextval('message_id_seq'),
  conversation_id bigint not null,
  contact_id bigint,
  direction text not null check (direction in ('inbound', 'outbound')),
  type text not null,
  phone text not null,
  business_phone text not null,
  body text,
  status text not null check (status in
    ('queued', 'scheduled', 'sent', 'delivered', 'read', 'failed', 'cancelled', 'received')),
  status_message text,
  wamid text,
  ref_wamid text,
  url text,
  staff_id bigint,
  raw text,
  error_code int,
  failed_here boolean not null default false,
  unknown_attempts int not null default 0,
  unknown_since_up_ms bigint,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  sent_at timestamptz,
  delivered_at timestamptz,
  read_at timestamptz,
  failed_at timestamptz,
  primary key (tenant_id, id)
);
comment on column message.phone is 'the customer''s digits, in both directions';
comment on column message.failed_here is
  'this server decided the failure, so what WhatsApp reports later goes before it';
comment on column message.unknown_since_up_ms is
  'receiver.up_ms when the last attempt''s outcome became unknown';
create unique index message_wamid on message (tenant_id, wamid) where wamid is not null;
create index message_newest on message (tenant_id, created_at, id);
create index message_of_contact on message (tenant_id, contact_id, created_at, id);
call rasl_tenant_table('message');
