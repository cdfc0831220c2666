-- Groups into which the buyers of a shop are put.
alter table shop add column groups bigint[] not null default '{}';
