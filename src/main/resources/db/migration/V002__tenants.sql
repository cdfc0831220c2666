-- Tenants, the people who work for them, the tokens of programs, and the settings of each tenant.

create sequence tenant_id_seq;
create table tenant (
  id bigint not null default nextval('tenant_id_seq'),
  name text not null,
  created_at timestamptz not null,
  constraint tenant_pkey primary key (id),
  constraint tenant_name_unique unique (name)
);
comment on table tenant is 'The businesses that share this installation';

create sequence member_id_seq;
create table member (
  tenant_id bigint not null,
  id bigint not null default nextval('member_id_seq'),
  name text not null,
  email text not null,
  constraint member_pkey primary key (tenant_id, id),
  constraint member_tenant_id_fkey foreign key (tenant_id) references tenant
);
call rasl_tenant_table('member');
comment on table member is 'The people who work for a tenant: contacts can be assigned to them';

create sequence token_id_seq;
create table token (
  id bigint not null default nextval('token_id_seq'),
  tenant_id bigint not null,
  name text not null,
  sha256 bytea not null,
  scopes text[] not null,
  calls_per_minute int,
  created_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  constraint token_pkey primary key (id),
  constraint token_sha256_key unique (sha256),
  constraint token_tenant_id_fkey foreign key (tenant_id) references tenant,
  constraint token_calls_per_minute_check check (calls_per_minute > 0)
);
comment on table token is
  'Access tokens of programs. Not closed to other tenants: a caller''s tenant is known by its token';
comment on column token.sha256 is 'of the token, which is stored nowhere';
comment on column token.calls_per_minute is 'null is unlimited';
create index token_of_tenant on token (tenant_id, id);

create table tenant_settings (
  tenant_id bigint not null,
  country text not null,
  default_source_id bigint,
  default_status_id bigint,
  default_assignee_chosen boolean not null default false,
  default_assigned_id bigint,
  window_policy text not null default 'auto',
  contact_limit bigint,
  conversation_limit bigint,
  storage_limit bigint,
  opt_out_words text,
  opt_in_words text,
  opt_out_reply text,
  opt_in_reply text,
  lacking_features text[] not null default '{}',
  constraint tenant_settings_pkey primary key (tenant_id),
  constraint tenant_settings_tenant_id_fkey foreign key (tenant_id) references tenant,
  constraint tenant_default_assignee foreign key (tenant_id, default_assigned_id) references member,
  constraint tenant_settings_window_policy_check check (window_policy in ('auto', 'passthrough')),
  constraint tenant_settings_contact_limit_check check (contact_limit >= -1),
  constraint tenant_settings_conversation_limit_check check (conversation_limit >= -1)
);
call rasl_tenant_table('tenant_settings');
comment on table tenant_settings is 'One row for each tenant; its row is the lock of the plan''s limits';
comment on column tenant_settings.country is 'ISO 3166: phones without a country code are of it';
comment on column tenant_settings.default_source_id is
  'of contacts that a message makes; null: not chosen, and a send that needs it is refused';
comment on column tenant_settings.default_status_id is 'likewise';
comment on column tenant_settings.default_assignee_chosen is
  'whether somebody chose; "nobody" is a choice: true without default_assigned_id';
comment on column tenant_settings.contact_limit is '-1 is unlimited, null is not configured';
comment on column tenant_settings.conversation_limit is '-1 is unlimited, null is not configured';
comment on column tenant_settings.storage_limit is
  'bytes of files; null: not configured; -1: unlimited';
comment on column tenant_settings.opt_out_words is
  'words by which customers opt out, with commas between them; empty for none, null for the default';
comment on column tenant_settings.opt_in_words is 'words by which customers opt in again, likewise';
comment on column tenant_settings.opt_out_reply is
  'the acknowledgement, sent once; empty for none, null for the default';
comment on column tenant_settings.opt_in_reply is 'likewise';
comment on column tenant_settings.lacking_features is
  'features that the tenant''s plan does not include; it includes all others';
