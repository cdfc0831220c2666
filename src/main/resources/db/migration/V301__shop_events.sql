-- What shops post, until it is 30 days old.
alter table shop add column signature_failures bigint not null default 0;
alter table shop add column signature_failed_at timestamptz;
comment on column shop.signature_failures is 'calls that were refused for a missing or wrong signature';

create sequence shop_event_id_seq;
create table shop_event (
  tenant_id bigint not null,
  id bigint not null,
  shop_id bigint not null,
  topic text not null,
  is_test boolean not null,
  size int not null,
  payload_sealed bytea not null,
  status text not null,
  reason text,
  kind text,
  order_id text,
  order_number text,
  order_status text,
  contact_id bigint,
  received_at timestamptz not null,
  finished_at timestamptz,
  constraint shop_event_pkey primary key (tenant_id, id),
  constraint shop_event_status check (status in ('waiting', 'done', 'ignored', 'failed')),
  constraint shop_event_kind check (kind in ('order', 'cart', 'customer', 'other'))
);
call rasl_tenant_table('shop_event');
create index shop_event_newest on shop_event (tenant_id, shop_id, received_at, id);
create index shop_event_topic on shop_event (tenant_id, shop_id, topic, received_at) where not is_test;
create index shop_event_waiting on shop_event (tenant_id, shop_id) where status = 'waiting';
create index shop_event_old on shop_event (tenant_id, received_at);
create index shop_event_contact on shop_event (tenant_id, contact_id) where contact_id is not null;
comment on column shop_event.topic is 'in the platform''s words; unknown where it said none';
comment on column shop_event.payload_sealed is 'the raw body, as it came';
comment on column shop_event.order_id is 'the platform''s id of the order or the cart';

-- By what a repeat of a delivery is known.
create table shop_delivery (
  tenant_id bigint not null,
  shop_id bigint not null,
  fingerprint text not null,
  received_at timestamptz not null,
  known_until timestamptz not null,
  constraint shop_delivery_pkey primary key (tenant_id, shop_id, fingerprint)
);
call rasl_tenant_table('shop_delivery');
create index shop_delivery_old on shop_delivery (tenant_id, known_until);
comment on column shop_delivery.fingerprint is 'SHA-256, in hex, of what makes two deliveries the same';
