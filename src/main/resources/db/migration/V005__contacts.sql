-- The people a tenant talks to. Keys for look-ups are stored ready: under row-level security
-- PostgreSQL uses an index only for leakproof conditions, such as plain equality.

create sequence contact_id_seq;
create table contact (
  tenant_id bigint not null references tenant,
  id bigint not null default nextval('contact_id_seq'),
  firstname text not null,
  lastname text not null,
  company text,
  type text not null check (type in ('lead', 'customer', 'guest')),
  email text,
  email_key text,
  phone_key text,
  wa_id text,
  whatsapp_user_id text,
  status_id bigint,
  source_id bigint,
  description text,
  city text,
  state text,
  zip text,
  address text,
  country_id bigint,
  assigned_id bigint,
  is_opted_out boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  constraint contact_phone_unique unique (tenant_id, phone_key),
  constraint contact_email_unique unique (tenant_id, email_key),
  constraint contact_wa_id_unique unique (tenant_id, wa_id),
  constraint contact_whatsapp_user_unique unique (tenant_id, whatsapp_user_id),
  constraint contact_source foreign key (tenant_id, source_id) references source,
  constraint contact_status foreign key (tenant_id, status_id) references status
);
comment on column contact.phone_key is 'digits with country code; answered as + and digits';
comment on column contact.wa_id is 'WhatsApp''s own id where it differs from the phone';
comment on column contact.whatsapp_user_id is 'WhatsApp''s business-scoped user id';
create index contact_of_source on contact (tenant_id, source_id);
create index contact_of_status on contact (tenant_id, status_id);
create index contact_newest on contact (tenant_id, created_at, id);
call rasl_tenant_table('contact');
