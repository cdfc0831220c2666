-- Marketing is judged once more when it leaves: customers stop it in WhatsApp itself.
alter table message add column marketing boolean not null default false;
comment on column message.marketing is 'of a template of that category, when it was taken in';
