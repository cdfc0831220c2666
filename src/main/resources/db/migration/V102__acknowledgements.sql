-- Who says STOP is told that it was heard, also where WhatsApp hides the number.
alter table message add column acknowledges boolean not null default false;
comment on column message.acknowledges is 'of a word that opted out or in: sent to whom it opted out';
comment on column message.user_id is
  'WhatsApp''s business-scoped id of the customer: inbound where WhatsApp told it, outbound where nothing else is known';
