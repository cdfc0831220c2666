-- Conversations as people see them: the latest first, with what they have not read yet.

create sequence conversation_id_seq;
create table conversation (
  tenant_id bigint not null,
  id bigint not null default nextval('conversation_id_seq'),
  contact_id bigint,
  connection_id bigint not null,
  last_inbound_at timestamptz,
  last_message_at timestamptz not null,
  unread_count int not null default 0,
  read_message_id bigint,
  told_message_id bigint,
  typing_until timestamptz,
  counted_month date,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint conversation_pkey primary key (tenant_id, id),
  constraint conversation_tenant_id_fkey foreign key (tenant_id) references tenant,
  constraint conversation_contact foreign key (tenant_id, contact_id) references contact
    on delete set null (contact_id),
  constraint conversation_one_a_contact unique (tenant_id, contact_id, connection_id),
  constraint conversation_unread_count_check check (unread_count >= 0)
);
call rasl_tenant_table('conversation');
comment on table conversation is 'All messages between a contact and a connection';
comment on column conversation.contact_id is 'null where the contact was deleted';
comment on column conversation.read_message_id is
  'the newest message of the customer when people last read the conversation: to be reported to'
  ' WhatsApp';
comment on column conversation.told_message_id is
  'the newest message that was reported to WhatsApp as read';
comment on column conversation.typing_until is
  'until when the customer may see that somebody here is writing';
comment on column conversation.counted_month is
  'first day of the last month (UTC) in which the conversation counted for the plan';
create index conversation_counted on conversation (tenant_id, counted_month)
  where counted_month is not null;
create index conversation_newest on conversation (tenant_id, created_at, id);
create index conversation_last_changed on conversation (tenant_id, updated_at, id);
create index conversation_latest on conversation (tenant_id, last_message_at, id);
create index conversation_heard on conversation (tenant_id, last_inbound_at, id)
  where last_inbound_at is not null;
create index conversation_unread on conversation (tenant_id, last_message_at, id)
  where unread_count > 0;

-- Search by contact, as contact_search does it.
create function conversation_search(wanted text)
returns setof bigint
language sql
stable
security definer
set search_path from current
as $$
  select id from conversation
  where tenant_id = nullif(current_setting('rasl.tenant', true), '')::bigint
    and contact_id in (select contact_search(wanted))
$$;
