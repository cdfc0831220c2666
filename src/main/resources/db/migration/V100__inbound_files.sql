-- Files that customers sent are fetched from WhatsApp in the background, once each.
alter table inbound_media
  add column state text not null default 'waiting'
    check (state in ('waiting', 'stored', 'failed')),
  add column failures int not null default 0,
  add column refusals int not null default 0,
  add column failure text;
comment on column inbound_media.state is
  'stored: the row of media with the message''s id is it, unless it is no longer kept';
comment on column inbound_media.refusals is
  'how often WhatsApp refused it, or gave what it cannot be';
comment on column inbound_media.failure is 'why it is not there, in words';

insert into job (tenant_id, kind, ref, state, run_at)
select tenant_id, 'media.fetch', message_id, 'ready', now() from inbound_media;
