-- Receivers that come and take events.

create table event_consumer (
  tenant_id bigint not null,
  name text not null,
  position bigint not null,
  leased_to bigint not null,
  leased_until timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, name)
);
comment on column event_consumer.position is 'the last position that was acknowledged';
comment on column event_consumer.leased_to is 'the last position that was taken';
comment on column event_consumer.leased_until is 'until when nobody else takes; null where nothing is taken';
call rasl_tenant_table('event_consumer');
