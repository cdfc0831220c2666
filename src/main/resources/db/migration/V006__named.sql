-- Sources and statuses of contacts: named rows that a tenant makes for itself.

create sequence source_id_seq;
create table source (
  tenant_id bigint not null,
  id bigint not null default nextval('source_id_seq'),
  name text not null,
  name_key text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint source_pkey primary key (tenant_id, id),
  constraint source_tenant_id_fkey foreign key (tenant_id) references tenant,
  constraint source_name_unique unique (tenant_id, name_key)
);
call rasl_tenant_table('source');
comment on table source is 'Where contacts come from';
comment on column source.name_key is 'the name as it is compared';

create sequence status_id_seq;
create table status (
  tenant_id bigint not null,
  id bigint not null default nextval('status_id_seq'),
  name text not null,
  name_key text not null,
  color text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint status_pkey primary key (tenant_id, id),
  constraint status_tenant_id_fkey foreign key (tenant_id) references tenant,
  constraint status_name_unique unique (tenant_id, name_key)
);
call rasl_tenant_table('status');
comment on table status is 'How far contacts are, in the tenant''s view';
comment on column status.name_key is 'the name as it is compared';

alter table tenant_settings add constraint tenant_default_source
  foreign key (tenant_id, default_source_id) references source;
alter table tenant_settings add constraint tenant_default_status
  foreign key (tenant_id, default_status_id) references status;
