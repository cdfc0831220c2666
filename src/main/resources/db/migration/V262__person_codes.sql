-- Codes by WhatsApp for people who lost their password, by the one account that the operator names.

alter table person add column phone text;
comment on column person.phone is 'digits, confirmed by a code; where a new password may be asked for; null: nowhere';

create table person_code (
  person_id bigint not null,
  purpose text not null,
  phone text not null,
  code_sealed bytea not null,
  guesses int not null,
  sent int not null,
  counted_from timestamptz not null,
  expires_at timestamptz not null,
  constraint person_code_pkey primary key (person_id, purpose),
  constraint person_code_purpose check (purpose in ('phone', 'password')),
  constraint person_code_person_id_fkey foreign key (person_id) references person
    on delete cascade
);
comment on table person_code is 'The last code that was sent to a person, for either purpose';
comment on column person_code.sent is 'how many were sent since counted_from';

create table person_code_sender (
  id int not null,
  account bigint not null,
  template text not null,
  language text not null,
  constraint person_code_sender_pkey primary key (id),
  constraint person_code_sender_is_one check (id = 1)
);
comment on table person_code_sender is 'By whose WhatsApp connection codes go to people, as operators named it';
comment on column person_code_sender.account is 'the tenant; that it exists is looked at when a code is sent';
