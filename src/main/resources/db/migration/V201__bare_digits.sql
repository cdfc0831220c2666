-- How phone numbers are read that begin with neither +, 00 nor a trunk prefix.
alter table tenant_settings add column bare_digits text not null default 'auto'
  check (bare_digits in ('auto', 'international'));
comment on column tenant_settings.bare_digits is
  'auto: as people write them; international: they always begin with the country code';
