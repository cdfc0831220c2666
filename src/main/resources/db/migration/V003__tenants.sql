-- Tenants, their settings, and the tokens of programs.

create table installation (
  id int primary key check (id = 1),
  public_id text not null,
  key_check text not null,
  created_at timestamptz not null default now()
);
comment on column installation.key_check is
  'a MAC under the secret key: a node with another key must not start';
comment on table installation is 'One row: what this installation calls itself towards WhatsApp.';

create sequence tenant_id_seq;
create table tenant (
  id bigint primary key default nextval('tenant_id_seq'),
  name text not null,
  created_at timestamptz not null,
  constraint tenant_name_unique unique (name)
);

create sequence source_id_seq;
create table source (
  tenant_id bigint not null references tenant,
  id bigint not null default nextval('source_id_seq'),
  name text not null,
  name_key text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  constraint source_name_unique unique (tenant_id, name_key)
);

create sequence status_id_seq;
create table status (
  tenant_id bigint not null references tenant,
  id bigint not null default nextval('status_id_seq'),
  name text not null,
  name_key text not null,
  color text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  constraint status_name_unique unique (tenant_id, name_key)
);

-- The people who work for a tenant: whom contacts can be assigned to.
create sequence member_id_seq;
create table member (
  tenant_id bigint not null references tenant,
  id bigint not null default nextval('member_id_seq'),
  name text not null,
  email text not null,
  primary key (tenant_id, id)
);

-- What is chosen for contacts that a message makes. Unset is a choice not made: a send that needs
-- it is refused. "Nobody" is a choice: default_assignee_chosen with no default_assigned_id.
create table tenant_settings (
  tenant_id bigint primary key references tenant,
  country text not null,
  default_source_id bigint,
  default_status_id bigint,
  default_assignee_chosen boolean not null default false,
  default_assigned_id bigint,
  window_policy text not null default 'auto' check (window_policy in ('auto', 'passthrough')),
  contact_limit bigint check (contact_limit >= -1),
  conversation_limit bigint check (conversation_limit >= -1),
  constraint tenant_default_source foreign key (tenant_id, default_source_id) references source,
  constraint tenant_default_status foreign key (tenant_id, default_status_id) references status,
  constraint tenant_default_assignee foreign key (tenant_id, default_assigned_id) references member
);
comment on column tenant_settings.contact_limit is '-1 is unlimited, null is not configured';

create sequence token_id_seq;
create table token (
  id bigint primary key default nextval('token_id_seq'),
  tenant_id bigint not null references tenant,
  name text not null,
  sha256 bytea not null unique,
  scopes text[] not null,
  calls_per_minute int check (calls_per_minute > 0),
  created_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz
);
comment on column token.calls_per_minute is 'null is unlimited';
create index token_of_tenant on token (tenant_id, id);

call rasl_tenant_table('source');
call rasl_tenant_table('status');
call rasl_tenant_table('member');
call rasl_tenant_table('tenant_settings');
