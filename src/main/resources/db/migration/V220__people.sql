-- The people of the installation, and their sessions. They belong to no tenant.

create sequence person_id_seq;
create table person (
  id bigint not null default nextval('person_id_seq'),
  email text not null,
  email_key text not null,
  name text not null,
  password text,
  password_changed_at timestamptz,
  operator boolean not null default false,
  totp_sealed bytea,
  totp_step bigint,
  created_at timestamptz not null,
  constraint person_pkey primary key (id),
  constraint person_email_unique unique (email_key)
);
comment on table person is 'Accounts of the installation; member says where each works';
comment on column person.email is 'names the person, and proves nothing';
comment on column person.password is 'Argon2id, with its parameters; null: none';
comment on column person.operator is 'operates the installation, once signed in with a second factor';
comment on column person.totp_sealed is 'secret of one-time codes, encrypted; null: none are asked for';
comment on column person.totp_step is 'the last step whose code was used; none works twice';

create table recovery_code (
  person_id bigint not null,
  sha256 bytea not null,
  created_at timestamptz not null,
  constraint recovery_code_pkey primary key (person_id, sha256),
  constraint recovery_code_person_id_fkey foreign key (person_id) references person
    on delete cascade
);
comment on table recovery_code is 'Each signs in once a person whose one-time codes are lost';

create table person_tenant (
  person_id bigint not null,
  tenant_id bigint not null,
  constraint person_tenant_pkey primary key (person_id, tenant_id)
);
comment on table person_tenant is
  'Where a person may be a member: written before the member is, so never too few';
create index person_tenant_of_tenant on person_tenant (tenant_id);

create sequence person_session_id_seq;
create table person_session (
  id bigint not null default nextval('person_session_id_seq'),
  person_id bigint not null,
  sha256 bytea not null,
  second_factor boolean not null,
  address text not null,
  network text not null,
  user_agent text,
  created_at timestamptz not null,
  used_at timestamptz not null,
  ended_at timestamptz,
  constraint person_session_pkey primary key (id),
  constraint person_session_sha256_unique unique (sha256),
  constraint person_session_person_id_fkey foreign key (person_id) references person
    on delete cascade
);
comment on table person_session is 'Where people have signed in; of the cookie only the hash';
comment on column person_session.network is 'what one client can own of addresses: of IPv6 a /64';
create index person_session_of_person on person_session (person_id, id);
create index person_session_created on person_session (created_at);

-- Members are people from now on; those without one cannot sign in.
alter table member add column person_id bigint;
alter table member add column role text not null default 'agent'
  constraint member_role check (role in ('owner', 'admin', 'developer', 'agent', 'viewer'));
alter table member add column created_at timestamptz not null default statement_timestamp();
alter table member add column updated_at timestamptz not null default statement_timestamp();
alter table member add column suspended_at timestamptz;
alter table member add constraint member_person_unique unique (tenant_id, person_id);
