-- Work for all tenants that one node at a time does.

create table duty (
  name text primary key,
  node text not null,
  until timestamptz not null
);
comment on column duty.until is 'when another node takes it over, unless this one comes back before';
