-- What happened.

create sequence event_id_seq cache 64;
create table event (
  tenant_id bigint not null,
  id bigint not null default nextval('event_id_seq'),
  public_id text not null,
  type text not null,
  resource_type text not null,
  resource_id bigint not null,
  occurred_at timestamptz not null,
  request_id text,
  body text,
  constraint event_pkey primary key (tenant_id, id)
);
call rasl_tenant_table('event');
comment on table event is 'Written in the transaction of the change that it describes';
comment on column event.body is
  'JSON: relationships, previous, current, modified_fields; null where the resource shows it all';
