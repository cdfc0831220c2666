-- One-time links that set a new password: at most one for a person.

create table password_reset (
  person_id bigint not null,
  sha256 bytea not null,
  issuing_account bigint,
  expires_at timestamptz not null,
  constraint password_reset_pkey primary key (person_id),
  constraint password_reset_sha256_unique unique (sha256),
  constraint password_reset_person_id_fkey foreign key (person_id) references person
    on delete cascade
);
comment on table password_reset is 'Open links that set a new password; of the link only the hash';
comment on column password_reset.issuing_account is
  'the tenant whose owner made it, good only while the person works there alone; null: an operator';
