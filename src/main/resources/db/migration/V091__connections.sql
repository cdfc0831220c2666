-- Connections as people see and change them.

alter table whatsapp_connection
  add column app_id text,
  add column facts text,
  add column problems text,
  add column checked_at timestamptz,
  add column disconnected_at timestamptz;
comment on column whatsapp_connection.app_id is 'Meta''s id of the app; null where nobody gave it';
comment on column whatsapp_connection.facts is 'JSON: what WhatsApp said of the number when it was asked last';
comment on column whatsapp_connection.problems is 'JSON: what was wrong then, in words';
comment on column whatsapp_connection.disconnected_at is
  'the connection was taken away: its secrets are gone, its id stays, so that threads go on with the next';
