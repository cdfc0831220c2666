-- Messages of all types: what goes to WhatsApp beyond the text that people see.
alter table message
  add column payload text,
  add column sealed boolean not null default false,
  add column watched boolean not null default false;
comment on column message.payload is
  'JSON: the Cloud API''s fragment without recipient; null where the body says it all. A secret in it is dotted out';
comment on column message.sealed is
  'what is sent is not payload, but the row of message_secret; without that row it is never sent';
comment on column message.watched is 'another room wants to hear what becomes of it';

-- What must not be stored in the clear, such as a one-time code, until the message is settled.
create table message_secret (
  tenant_id bigint not null,
  message_id bigint not null,
  sealed bytea not null,
  not_after timestamptz not null,
  primary key (tenant_id, message_id)
);
comment on column message_secret.sealed is 'the payload, encrypted for this tenant and message';
comment on column message_secret.not_after is 'it is never sent after this time';
call rasl_tenant_table('message_secret');

-- Which of a number's messages go first.
alter table job add column lane smallint not null default 1 check (lane between 0 and 2);
comment on column job.lane is
  '0: one-time codes; 1: what somebody waits for, and replies; 2: everything else';
