-- Messages stand in their conversations in the order in which they were said, and groups have
-- conversations of their own.

alter table message add column said_at timestamptz not null default now();
update message set said_at = case direction
  when 'inbound' then coalesce(sent_at, created_at) else created_at end;
comment on column message.said_at is
  'its place in the conversation: of a customer''s message WhatsApp''s time, of ours when it was made';
drop index message_of_conversation;
create index message_of_conversation on message (tenant_id, conversation_id, said_at, id);

alter table message add column group_id text;
comment on column message.group_id is
  'WhatsApp''s id of the group that the customer wrote in; null where in none';

alter table conversation add column group_id text;
comment on column conversation.group_id is
  'WhatsApp''s id of the group whose conversation it is; it has no contact then';
create unique index conversation_one_a_group on conversation (tenant_id, connection_id, group_id)
  where group_id is not null;
