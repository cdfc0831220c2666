-- Who made a token, from where it may be used, and when it was used last.
alter table token add column networks text[] not null default '{}';
alter table token add column bot boolean not null default false;
alter table token add column last_used_on date;
alter table token add column made_by_kind text not null default 'cli';
alter table token add column made_by_id bigint;
comment on column token.networks is 'in CIDR notation; none: from anywhere';
comment on column token.bot is 'a program that talks by itself: it keeps out of threads that a person has';
comment on column token.scopes is 'all: whatever scopes there are when it is used';
comment on column token.last_used_on is 'the day, in UTC';

-- The tokens of the tenant in the setting, for lists, which name no tenant themselves.
create view tenant_token as
  select id, name, scopes, calls_per_minute, created_at, expires_at, revoked_at, networks, bot,
    last_used_on, made_by_kind, made_by_id
  from token where tenant_id = nullif(current_setting('rasl.tenant', true), '')::bigint;
