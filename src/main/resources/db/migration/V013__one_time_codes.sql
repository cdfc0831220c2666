-- One-time codes. No foreign keys to the tenant, except of its settings: they would lock its one row
-- for each guess.

create sequence otp_id_seq;

create table otp_code (
  tenant_id bigint not null,
  phone text not null,
  purpose text not null,
  otp_id bigint,
  code_mac bytea,
  attempts int not null default 0,
  max_attempts int not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  wrong_at timestamptz[] not null default '{}',
  constraint otp_code_pkey primary key (tenant_id, phone, purpose),
  constraint otp_code_whole check ((otp_id is null) = (code_mac is null))
) with (fillfactor = 70);
call rasl_tenant_table('otp_code');
comment on table otp_code is
  'The code that is valid now, at most one for each phone and purpose. The row outlives its code,'
  ' since it has the wrong guesses of the last day';
comment on column otp_code.phone is 'digits with country code';
comment on column otp_code.otp_id is 'the row of otp_send; null where no code is valid';
comment on column otp_code.code_mac is
  'HMAC-SHA256 over tenant, phone, purpose, otp_id and code, each with its length before it';
comment on column otp_code.wrong_at is 'when guesses were wrong, for whichever code';

create table otp_send (
  tenant_id bigint not null,
  id bigint not null default nextval('otp_id_seq'),
  phone text not null,
  purpose text not null,
  country text,
  template_name text not null,
  language text not null,
  message_id bigint not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  sent_at timestamptz,
  delivered_at timestamptz,
  failed_at timestamptz,
  verified_at timestamptz,
  constraint otp_send_pkey primary key (tenant_id, id),
  constraint otp_send_of_message unique (tenant_id, message_id)
) with (fillfactor = 80);
call rasl_tenant_table('otp_send');
comment on table otp_send is 'Every code that was made, without the code';
comment on column otp_send.country is 'ISO 3166, of the phone; null where it has none';
create index otp_send_by_time on otp_send (tenant_id, created_at);

create table otp_limit (
  tenant_id bigint not null,
  kind text not null,
  key text not null,
  hits timestamptz[] not null,
  until timestamptz not null,
  constraint otp_limit_pkey primary key (tenant_id, kind, key)
) with (fillfactor = 70);
call rasl_tenant_table('otp_limit');
comment on table otp_limit is
  'When something was done that may be done only so often, such as a call for a phone';
comment on column otp_limit.until is 'after this time the row counts for nothing';

create sequence otp_alert_id_seq;
create table otp_country (
  tenant_id bigint not null,
  country text not null,
  alert_id bigint not null default nextval('otp_alert_id_seq'),
  sent int not null,
  verified int not null,
  suspected_at timestamptz not null,
  stopped_until timestamptz,
  constraint otp_country_pkey primary key (tenant_id, country)
);
call rasl_tenant_table('otp_country');
comment on table otp_country is 'Countries in which codes were verified too rarely';

create table otp_settings (
  tenant_id bigint not null,
  max_attempts int not null,
  wrong_guesses_a_day int not null,
  sends_per_phone int not null,
  sends_per_phone_a_day int,
  sends_an_hour int,
  countries text[] not null,
  blocked_prefixes text[] not null,
  sends_per_ip_an_hour int,
  guesses_per_ip_an_hour int,
  alert_percent int,
  alert_sample int not null,
  alert_stops boolean not null,
  constraint otp_settings_pkey primary key (tenant_id),
  constraint otp_settings_tenant_id_fkey foreign key (tenant_id) references tenant
);
call rasl_tenant_table('otp_settings');
comment on table otp_settings is
  'Choices of a tenant; where there is no row, the server''s defaults hold';

-- Deletes what no longer counts, of all tenants, a batch at a time. It shows none of it.
create function otp_delete_old(moment timestamptz, sends_until timestamptz, most int)
returns int
language plpgsql
security definer
set search_path from current
as $$
declare
  deleted int;
  total int := 0;
begin
  delete from otp_limit where (tenant_id, kind, key) in (
    select tenant_id, kind, key from otp_limit where until <= moment limit most for update skip locked);
  get diagnostics deleted = row_count;
  total := total + deleted;
  delete from otp_code where (tenant_id, phone, purpose) in (
    select tenant_id, phone, purpose from otp_code
    where expires_at <= moment - interval '1 day'
      and not exists (select from unnest(wrong_at) as guess where guess > moment - interval '1 day')
    limit most for update skip locked);
  get diagnostics deleted = row_count;
  total := total + deleted;
  delete from otp_send where (tenant_id, id) in (
    select old.tenant_id, old.id from tenant cross join lateral (
      select tenant_id, id from otp_send
      where tenant_id = tenant.id and created_at <= sends_until
      order by created_at limit most for update skip locked) as old
    limit most);
  get diagnostics deleted = row_count;
  return total + deleted;
end
$$;

-- The tenants that made codes since a time: whose countries are to be looked at.
create function otp_tenants_since(since timestamptz)
returns setof bigint
language sql
stable
security definer
set search_path from current
as $$
  select id from tenant
  where exists (select from otp_send where tenant_id = tenant.id and created_at > since)
$$;
