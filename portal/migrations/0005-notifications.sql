-- owner: notifications

create table message (
  id bigint generated always as identity primary key,
  -- One occasion, one person, one message: a task that runs twice sends nothing twice.
  occasion text not null,
  person_id bigint not null references person,
  organisation_id bigint not null references organisation,
  email text not null,
  is_copy boolean not null,
  subject text not null,
  body text not null,
  created_at timestamptz not null,
  sent_at timestamptz,
  unique (occasion, person_id)
);
create index message_organisation on message (organisation_id, id desc);
