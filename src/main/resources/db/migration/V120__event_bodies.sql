-- The attributes of an event are its state after, or before where the resource is gone. They were
-- written a second time, which made half of what a created contact's event cost. Events from before
-- this have them still.
comment on column event.body is
  'JSON: relationships, previous, current, modified_fields; null where the resource says it all';
