-- The feed: a tenant's events in the order in which they became visible, each with a position.

-- Ids are drawn one by one. Who writes an event of a resource holds the resource's row, so of two
-- events of one resource the later has the higher id, whichever connections wrote them. With ranges
-- of ids kept by each connection that was not so.
alter sequence event_id_seq cache 1;

-- A status says the step as it was, however late it is read.
alter table event
  add column step text,
  add column step_at timestamptz,
  add column step_error text,
  add column step_pricing text,
  add column original text;
comment on column event.step is 'of an event of a message: the status that it had then';
comment on column event.step_error is 'why it failed, in words';
comment on column event.step_pricing is 'JSON';
comment on column event.original is
  'JSON: Meta''s own envelope with the one update that the event is about; null where it was not kept';

create table event_feed (
  tenant_id bigint not null,
  open boolean not null,
  caught_up boolean not null,
  numbered_to bigint not null,
  gone_to bigint not null,
  primary key (tenant_id)
) with (fillfactor = 50);
comment on table event_feed is
  'Made by a tenant''s first reader. Whoever numbers the tenant''s events locks its row';
comment on column event_feed.open is 'whether somebody reads';
comment on column event_feed.caught_up is 'whether what was written before it was opened has positions';
comment on column event_feed.numbered_to is
  'events up to this id all have positions, and no transaction will bring another one';
comment on column event_feed.gone_to is 'the last position whose event is not kept any more';
call rasl_tenant_table('event_feed');

-- Positions stand apart from the events, which are never written again.
create table event_position (
  tenant_id bigint not null,
  position bigint not null,
  event_id bigint not null,
  primary key (tenant_id, position),
  constraint event_position_once unique (tenant_id, event_id)
);
call rasl_tenant_table('event_position');

create table event_reader (
  tenant_id bigint not null,
  kind text not null,
  id text not null,
  statuses boolean not null,
  opened_at_event bigint not null,
  until timestamptz,
  primary key (tenant_id, kind, id)
);
comment on column event_reader.statuses is 'whether it reads what becomes of messages';
comment on column event_reader.opened_at_event is 'the last id that was drawn when it came';
comment on column event_reader.until is 'when it is gone unless it says that it is there; null: it stays';
call rasl_tenant_table('event_reader');

-- Which feeds are open, and where there may be something to do. It gives nothing away.
create function event_feeds(moment timestamptz)
returns table (tenant bigint, caught_up boolean, behind boolean, lapsed boolean)
language sql
stable
security definer
set search_path from current
as $$
  select feed.tenant_id, feed.caught_up,
    exists (select from event
      where event.tenant_id = feed.tenant_id and event.id > feed.numbered_to),
    exists (select from event_reader reader
      where reader.tenant_id = feed.tenant_id and reader.until <= moment)
  from event_feed feed where feed.open
$$;
