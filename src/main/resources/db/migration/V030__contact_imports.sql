-- Contacts from CSV files. The rows of a file wait in pieces, which go as they are worked off: any
-- node can go on where another one stopped.

create sequence contact_import_id_seq;
create table contact_import (
  tenant_id bigint not null references tenant,
  id bigint not null default nextval('contact_import_id_seq'),
  state text not null check (state in ('queued', 'running', 'completed', 'failed')),
  filename text not null,
  size_bytes bigint not null,
  columns text not null,
  continue_on_error boolean not null,
  skip_duplicates boolean not null,
  rows_total bigint not null,
  rows_read bigint not null default 0,
  created bigint not null default 0,
  skipped bigint not null default 0,
  failed bigint not null default 0,
  next_piece int not null default 0,
  faults int not null default 0,
  failure text,
  request_id text,
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  updated_at timestamptz not null,
  primary key (tenant_id, id)
);
comment on column contact_import.columns is
  'JSON: the header, the field of each column, and what is taken where a cell is empty';
comment on column contact_import.faults is 'attempts in a row that broke off';
create index contact_import_newest on contact_import (tenant_id, created_at, id);
create index contact_import_open on contact_import (tenant_id, id)
  where state in ('queued', 'running');
call rasl_tenant_table('contact_import');

create table contact_import_piece (
  tenant_id bigint not null,
  import_id bigint not null,
  number int not null,
  rows text not null,
  primary key (tenant_id, import_id, number),
  constraint piece_of_import foreign key (tenant_id, import_id) references contact_import
    on delete cascade
);
comment on column contact_import_piece.rows is 'JSON: a list of rows, each its line and its cells';
-- Written once, read once: compressing it would only cost time.
alter table contact_import_piece alter column rows set storage external;
call rasl_tenant_table('contact_import_piece');

create table contact_import_error (
  tenant_id bigint not null,
  import_id bigint not null,
  line bigint not null,
  reason text not null,
  cells text not null,
  primary key (tenant_id, import_id, line),
  constraint error_of_import foreign key (tenant_id, import_id) references contact_import
    on delete cascade
);
comment on column contact_import_error.line is 'where the row begins in the file, from 1';
call rasl_tenant_table('contact_import_error');
