-- owner: organisations
-- Identifiers, names with their history, relations with dates, merging, and imports that wait to be confirmed.

alter table organisation
  add column ukprn text unique check (ukprn ~ '^[1-9][0-9]{7}$'),
  add column urn text unique check (urn ~ '^[0-9]{6}$'),
  add column laestab text unique check (laestab ~ '^[0-9]{7}$'),
  add column ncn text unique check (ncn ~ '^[0-9]{5}$'),
  add column phone text,
  add column postal_address text,
  add column website text,
  -- Dangerous acts need a second person.
  add column two_person boolean not null default false,
  add column closed_on date,
  add column merged_into bigint references organisation,
  -- Counts changes, so that two people who edit at once do not undo each other.
  add column version integer not null default 1,
  add constraint organisation_recognition_number check (recognition_number ~ '^RN[0-9]{4}$'),
  add constraint organisation_not_merged_into_itself check (merged_into <> id);

-- A name the organisation had or has, until the day before `until`.
create table organisation_name (
  organisation_id bigint not null references organisation,
  name text not null,
  since date not null,
  until date,
  primary key (organisation_id, since)
);
insert into organisation_name (organisation_id, name, since) select id, name, '2000-01-01' from organisation;

create table organisation_relation (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('agent-of', 'collector-of', 'centre-of', 'supplier-for')),
  -- The one that acts (agent, collector, centre, supplier), and the one it is for.
  from_id bigint not null references organisation,
  to_id bigint not null references organisation,
  since date not null,
  -- The last day; absent: no end is known.
  until date,
  check (from_id <> to_id),
  check (until is null or until >= since)
);
create index organisation_relation_from on organisation_relation (from_id, kind);
create index organisation_relation_to on organisation_relation (to_id, kind);

-- A file of organisations or people that was checked and waits for somebody to confirm what it would do.
create table organisation_import (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('organisations', 'people')),
  person_id bigint not null,
  organisation_id bigint not null references organisation,
  file_name text not null,
  -- The rows as they were read; deleted when the import is done or given up.
  rows jsonb,
  summary jsonb not null,
  created_at timestamptz not null,
  done_at timestamptz,
  given_up_at timestamptz
);
