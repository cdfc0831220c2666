-- What a customer's word for opting out stops: all messages, as it did so far, or marketing alone.

alter table tenant_settings add column stop_scope text not null default 'all';
alter table tenant_settings alter column stop_scope set default 'marketing';
alter table tenant_settings add constraint tenant_settings_stop_scope_check
  check (stop_scope in ('marketing', 'all'));
comment on column tenant_settings.stop_scope is
  'what the first word of a customer stops; a second one, and "stop all", stop all messages';

alter table contact add column marketing_told_at timestamptz;
comment on column contact.marketing_told_at is
  'when the customer was last told that their word stopped marketing';
