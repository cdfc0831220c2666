-- Endpoints of tenants to which events are delivered.
create sequence webhook_id_seq;
create table webhook (
  tenant_id bigint not null,
  id bigint not null,
  url text not null,
  description text,
  event_types text[] not null,
  filter text,
  format text not null check (format in ('n8n', 'standard')),
  secret_sealed bytea not null,
  former_secret_sealed bytea,
  former_secret_until timestamptz,
  headers_sealed bytea,
  header_names text[] not null default '{}',
  rate_per_second int,
  max_in_flight int not null,
  buffer_seconds int,
  enabled boolean not null,
  disabled_reason text,
  disabled_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id)
);
call rasl_tenant_table('webhook');
comment on column webhook.filter is 'JSON: paths of an event, and what they must be';
comment on column webhook.disabled_reason is
  'why the server switched it off; null where the tenant did';

-- Whose turn it is to deliver to an endpoint, and how far it has come. A node must find out where
-- there is something to do before it knows whose it is: ids and times only.
create table webhook_turn (
  tenant_id bigint not null,
  webhook_id bigint not null,
  due_at timestamptz not null,
  leased_until timestamptz,
  node text,
  fence bigint not null default 0,
  position bigint,
  failing_since timestamptz,
  warnings int not null default 0,
  primary key (tenant_id, webhook_id)
) with (fillfactor = 50);
create index webhook_turn_due on webhook_turn (due_at) where leased_until is null;
create index webhook_turn_leased on webhook_turn (leased_until) where leased_until is not null;
comment on column webhook_turn.due_at is 'when there may be something to do; infinity while disabled';
comment on column webhook_turn.position is
  'of the feed: every event up to it was attempted, or not wanted; null until the first is known';
comment on column webhook_turn.warnings is 'how many times it was said that it fails, since it does';

-- A delivery that was attempted, or must be tried again.
-- Whoever delivers draws a hundred ids at once.
create sequence webhook_delivery_id_seq increment by 100;
create table webhook_delivery (
  tenant_id bigint not null,
  id bigint not null,
  webhook_id bigint not null,
  position bigint,
  event_id text not null,
  event_type text not null,
  resource_type text not null,
  resource_id bigint not null,
  kind text not null check (kind in ('event', 'batch', 'test')),
  body text,
  members bigint[],
  replay_id bigint,
  status text not null check (status in ('waiting', 'delivered', 'exhausted', 'cancelled')),
  attempts int not null,
  round int not null default 0,
  next_at timestamptz,
  last_status int,
  created_at timestamptz not null,
  finished_at timestamptz,
  primary key (tenant_id, id),
  constraint webhook_delivery_waits check ((status = 'waiting') = (next_at is not null))
) with (fillfactor = 80);
create unique index webhook_delivery_event
  on webhook_delivery (tenant_id, webhook_id, position) where position is not null;
create index webhook_delivery_batch
  on webhook_delivery (tenant_id, webhook_id, id) where kind = 'batch';
create index webhook_delivery_replay
  on webhook_delivery (tenant_id, replay_id) where replay_id is not null and status = 'waiting';
create index webhook_delivery_waiting
  on webhook_delivery (tenant_id, webhook_id, next_at) where status = 'waiting';
create index webhook_delivery_newest on webhook_delivery (tenant_id, webhook_id, created_at, id);
call rasl_tenant_table('webhook_delivery');
comment on column webhook_delivery.position is 'of the event in the feed; null for what has none';
comment on column webhook_delivery.body is 'JSON of what is no event of the feed';
comment on column webhook_delivery.members is 'the positions of the events in a batch';
comment on column webhook_delivery.attempts is 'in all';
comment on column webhook_delivery.round is 'attempts since the delivery began, or was replayed';

create table webhook_attempt (
  tenant_id bigint not null,
  delivery_id bigint not null,
  number int not null,
  at timestamptz not null,
  millis int not null,
  status int,
  error text,
  answer text,
  url text not null,
  header_names text,
  primary key (tenant_id, delivery_id, number)
);
call rasl_tenant_table('webhook_attempt');
comment on column webhook_attempt.answer is 'the first 16 KiB';
comment on column webhook_attempt.header_names is 'of the endpoint''s own headers, with commas between';

-- What was delivered and what failed in each hour, by how long it took.
create table webhook_hour (
  tenant_id bigint not null,
  webhook_id bigint not null,
  hour timestamptz not null,
  delivered boolean not null,
  up_to_millis int not null,
  attempts bigint not null,
  primary key (tenant_id, webhook_id, hour, delivered, up_to_millis)
);
call rasl_tenant_table('webhook_hour');

-- A range of the feed that is delivered again, a piece at a time.
create sequence webhook_replay_id_seq;
create table webhook_replay (
  tenant_id bigint not null,
  id bigint not null,
  webhook_id bigint not null,
  from_at timestamptz not null,
  until_at timestamptz not null,
  event_types text[] not null,
  delivery_status text,
  rate_per_second int,
  status text not null check (status in ('running', 'done', 'cancelled')),
  position bigint not null,
  last_position bigint not null,
  scheduled bigint not null default 0,
  paced_to timestamptz not null,
  created_at timestamptz not null,
  finished_at timestamptz,
  primary key (tenant_id, id)
);
create index webhook_replay_running
  on webhook_replay (tenant_id, webhook_id, id) where status = 'running';
call rasl_tenant_table('webhook_replay');
comment on column webhook_replay.position is 'of the feed: up to here it is done';
comment on column webhook_replay.paced_to is 'the time of the last delivery that was scheduled';
