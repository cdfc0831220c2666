-- The servers that work on this database, each of which says that it is there.
create table node (
  name text not null,
  started_at timestamptz not null,
  seen_at timestamptz not null,
  constraint node_pkey primary key (name)
);
