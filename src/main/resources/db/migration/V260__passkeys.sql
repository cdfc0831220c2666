-- Passkeys (WebAuthn) of people, and the challenges that they answer.

alter table person add column passkey_handle bytea;
alter table person add constraint person_passkey_handle_unique unique (passkey_handle);
comment on column person.passkey_handle is 'random; what authenticators call the person by';

create sequence person_passkey_id_seq;
create table person_passkey (
  id bigint not null default nextval('person_passkey_id_seq'),
  person_id bigint not null,
  credential_id bytea not null,
  public_key bytea not null,
  name text not null,
  sign_count bigint not null,
  transports text[] not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  constraint person_passkey_pkey primary key (id),
  constraint person_passkey_credential_unique unique (credential_id),
  constraint person_passkey_person_id_fkey foreign key (person_id) references person
    on delete cascade
);
comment on table person_passkey is 'Passkeys by which people sign in';
comment on column person_passkey.public_key is 'in COSE form (RFC 9053)';
comment on column person_passkey.sign_count is 'the last one that was seen; 0 where the passkey does not count';
create index person_passkey_of_person on person_passkey (person_id, id);

create table passkey_challenge (
  challenge bytea not null,
  person_id bigint,
  expires_at timestamptz not null,
  constraint passkey_challenge_pkey primary key (challenge),
  constraint passkey_challenge_person_id_fkey foreign key (person_id) references person
    on delete cascade
);
comment on table passkey_challenge is 'Open challenges; each is taken, and so deleted, once';
comment on column passkey_challenge.person_id is 'who adds a passkey with it; null: somebody signs in with it';
create index passkey_challenge_expires on passkey_challenge (expires_at);
create index passkey_challenge_of_person on passkey_challenge (person_id) where person_id is not null;
