-- owner: media
-- Recordings and documents for each candidate, from a centre to the awarding body that will mark them.

-- A series of exams of one awarding body, such as June 2026.
create table media_session (
  id bigint generated always as identity primary key,
  body_id bigint not null references organisation,
  code text not null check (code ~ '^[A-Za-z0-9-]{1,20}$'),
  name text not null,
  contact_email text not null,
  -- Files are kept until the end of this day, then they may be destroyed.
  keep_until date not null,
  unique (body_id, code),
  unique (body_id, name)
);

create table media_component (
  id bigint generated always as identity primary key,
  session_id bigint not null references media_session,
  -- As printed, such as 8638/SF.
  code text not null,
  name text not null,
  qualification text not null,
  subject text not null,
  opens_at timestamptz not null,
  closes_at timestamptz not null,
  -- What is asked for: ComponentRules of media/model.ts.
  rules jsonb not null,
  -- Counts changes, so that two people who edit at once do not undo each other.
  version integer not null default 1,
  unique (session_id, code),
  check (closes_at > opens_at)
);

create table media_candidate (
  id bigint generated always as identity primary key,
  session_id bigint not null references media_session,
  centre_id bigint not null references organisation,
  number text not null check (number ~ '^[0-9]{4}$'),
  surname text not null,
  forename text not null,
  unique (session_id, centre_id, number)
);
create index media_candidate_centre on media_candidate (centre_id, session_id);

-- A candidate is entered for a component: a recording is owed, or a reason why there is none.
create table media_entry (
  component_id bigint not null references media_component,
  candidate_id bigint not null references media_candidate,
  centre_id bigint not null references organisation,
  entered_at timestamptz not null,
  withdrawn_at timestamptz,
  -- Why there is no submission, in the words of the component's list.
  reason text,
  reason_by bigint references person,
  reason_at timestamptz,
  -- How many files that have not failed are tagged with the candidate; kept by media/store.ts.
  files integer not null default 0,
  primary key (component_id, candidate_id),
  check (reason is null or (reason_by is not null and reason_at is not null))
);
create index media_entry_centre on media_entry (centre_id, component_id);
create index media_entry_candidate on media_entry (candidate_id);

create table media_file (
  id uuid primary key references upload,
  component_id bigint not null references media_component,
  centre_id bigint not null references organisation,
  person_id bigint not null references person,
  -- A document is the centre's, for the component as a whole; everything else is for candidates.
  role text not null check (role in ('recording', 'notes', 'form', 'document')),
  name text not null,
  size bigint,
  -- Of its content, as the browser works it out before it sends: the same file is known again.
  fingerprint text,
  -- SHA-256 as the browser worked it out from what it sent, to be compared with ours.
  sha256_sent text,
  status text not null check (status in ('uploading', 'preparing', 'transcoding', 'uploaded', 'failed')),
  -- Why it failed: Failure of media/model.ts, and its detail in words.
  failure text,
  detail text,
  -- How much of the present step is done, 0 to 1.
  progress real not null default 0,
  -- What the probe found: kind, container, seconds, codecs.
  facts jsonb,
  notices jsonb not null,
  waveform jsonb,
  soundprint bytea,
  -- What every browser plays, made from the original.
  playable_key text,
  playable_type text,
  added_at timestamptz not null,
  settled_at timestamptz,
  deleted_at timestamptz,
  deleted_by bigint references person,
  destroyed_at timestamptz,
  -- Counts changes of its candidates.
  version integer not null default 1
);
create index media_file_work on media_file (component_id, centre_id) where deleted_at is null;
create index media_file_centre on media_file (centre_id, added_at desc) where deleted_at is null;

create table media_tag (
  file_id uuid not null references media_file,
  candidate_id bigint not null references media_candidate,
  primary key (file_id, candidate_id)
);
create index media_tag_candidate on media_tag (candidate_id);

-- A final submission locks a centre's work for a component, until it is opened again.
create table media_final (
  id bigint generated always as identity primary key,
  component_id bigint not null references media_component,
  centre_id bigint not null references organisation,
  number integer not null,
  person_id bigint not null references person,
  submitted_at timestamptz not null,
  late boolean not null,
  -- Files with their SHA-256, candidates and reasons, as they were.
  receipt jsonb not null,
  reopened_at timestamptz,
  reopened_by bigint references person,
  reopened_why text,
  unique (component_id, centre_id, number)
);
create unique index media_final_stands on media_final (component_id, centre_id) where reopened_at is null;

-- A later closing time for one centre.
create table media_extension (
  component_id bigint not null references media_component,
  centre_id bigint not null references organisation,
  until timestamptz not null,
  why text not null,
  person_id bigint not null references person,
  at timestamptz not null,
  primary key (component_id, centre_id)
);

-- A file of entries that was checked and waits for somebody to confirm what it would do.
create table media_import (
  id bigint generated always as identity primary key,
  session_id bigint not null references media_session,
  person_id bigint not null references person,
  file_name text not null,
  -- Entries that are not in it are withdrawn.
  whole boolean not null,
  -- Deleted when the import is done or given up.
  rows jsonb,
  summary jsonb not null,
  created_at timestamptz not null,
  done_at timestamptz,
  given_up_at timestamptz
);

create table media_destruction (
  id bigint generated always as identity primary key,
  session_id bigint not null references media_session,
  person_id bigint not null references person,
  at timestamptz not null,
  -- Every file that was destroyed, with its SHA-256.
  certificate jsonb not null
);
