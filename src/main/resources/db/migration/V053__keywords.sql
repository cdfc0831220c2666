-- Words by which customers opt out and in again; null is the default.
alter table tenant_settings
  add column opt_out_words text,
  add column opt_in_words text,
  add column opt_out_reply text,
  add column opt_in_reply text;
comment on column tenant_settings.opt_out_words is 'comma list; empty for none';
comment on column tenant_settings.opt_out_reply is 'what is answered once; empty for nothing';

alter table contact
  add column keyword_at timestamptz,
  add column opt_out_told_at timestamptz,
  add column opt_in_told_at timestamptz;
comment on column contact.keyword_at is
  'when the customer last opted out or in by a word, in WhatsApp''s clock';
comment on column contact.opt_out_told_at is 'when an opt-out was last acknowledged';
