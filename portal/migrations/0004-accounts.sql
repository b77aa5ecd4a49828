-- owner: accounts

create table person (
  id bigint generated always as identity primary key,
  name text not null,
  email text not null,
  password_hash text not null
);
create unique index person_email on person (lower(email));

create table membership (
  person_id bigint not null references person,
  organisation_id bigint not null references organisation,
  permissions text[] not null default '{}',
  job_titles text[] not null default '{}',
  primary key (person_id, organisation_id)
);
create index membership_organisation on membership (organisation_id);

-- The token itself is only in the browser's cookie; here is its SHA-256.
create table session (
  token_hash bytea primary key,
  person_id bigint not null references person,
  organisation_id bigint not null references organisation,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null
);
create index session_person on session (person_id);
create index session_expires on session (expires_at);
