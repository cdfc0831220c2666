alter table whatsapp_number_pace add column spam_until timestamptz;
comment on column whatsapp_number_pace.spam_until is
  'until when nothing is sent because Meta''s spam limit (131048) was met';
