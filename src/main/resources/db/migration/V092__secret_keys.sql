-- Which secret keys something in this database is encrypted with: the newest is the current one.

create table secret_key (
  id smallint primary key check (id between 0 and 255),
  key_check text not null unique,
  made_at timestamptz not null default clock_timestamp()
);
comment on table secret_key is
  'the id stands before what the key encrypted; the check is a MAC under the key, and tells nothing of it';
insert into secret_key (id, key_check) select 0, key_check from installation;
comment on column installation.key_check is 'of the first key; secret_key knows those that count';
