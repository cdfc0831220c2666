-- Threads as people see them: the latest first, with what they have not read yet.
alter table conversation
  add column last_message_at timestamptz,
  add column unread_count int not null default 0 check (unread_count >= 0),
  add column read_message_id bigint,
  add column told_message_id bigint,
  add column typing_until timestamptz;
update conversation set
  last_message_at = coalesce((
    select max(created_at) from message
    where message.tenant_id = conversation.tenant_id
      and message.conversation_id = conversation.id), created_at),
  unread_count = (
    select count(*) from message
    where message.tenant_id = conversation.tenant_id
      and message.conversation_id = conversation.id and direction = 'inbound');
alter table conversation alter column last_message_at set not null;
comment on column conversation.read_message_id is
  'the newest message of the customer when people last read the thread: WhatsApp is to hear of it';
comment on column conversation.told_message_id is 'of which WhatsApp was told that it was read';
comment on column conversation.typing_until is 'until when the customer may see that we write';
create index conversation_newest on conversation (tenant_id, created_at, id);
create index conversation_last_changed on conversation (tenant_id, updated_at, id);
create index conversation_latest on conversation (tenant_id, last_message_at, id);
create index conversation_heard on conversation (tenant_id, last_inbound_at, id)
  where last_inbound_at is not null;
create index conversation_unread on conversation (tenant_id, last_message_at, id)
  where unread_count > 0;

create index message_of_conversation on message (tenant_id, conversation_id, created_at, id);
create index message_unread on message (tenant_id, conversation_id, id)
  where direction = 'inbound' and read_at is null;
comment on column message.read_at is
  'when the customer read it; of the customer''s own, when people here did';

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
