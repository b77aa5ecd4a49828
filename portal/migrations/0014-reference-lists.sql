-- owner: collections
-- Lists that an organisation keeps of its own codes and numbers; its returns are checked against them.

create table reference_list (
  organisation_id bigint not null references organisation,
  -- The name by which rules of templates ask for it.
  name text not null check (name ~ '^[a-z0-9-]{1,80}$'),
  -- Counts changes: a check says against which version it was made, and an import for an older one is not done.
  version integer not null,
  changed_at timestamptz not null,
  changed_by bigint not null references person,
  primary key (organisation_id, name)
);

create table reference_entry (
  id bigint generated always as identity primary key,
  organisation_id bigint not null,
  list_name text not null,
  code text not null,
  title text not null default '',
  -- The first and the last day it is in use; absent: always was, no end is known.
  since date,
  until date,
  -- Counts changes, so that two people who edit at once do not undo each other.
  version integer not null default 1,
  foreign key (organisation_id, list_name) references reference_list,
  unique (organisation_id, list_name, code),
  check (until is null or since is null or until >= since)
);

-- A file of entries that was checked and waits for somebody to confirm what it would do.
create table reference_import (
  id bigint generated always as identity primary key,
  organisation_id bigint not null references organisation,
  list_name text not null,
  person_id bigint not null,
  file_name text not null,
  way text not null check (way in ('replace', 'add')),
  -- The entries as they were read; deleted when the import is done or given up.
  entries jsonb,
  created_at timestamptz not null,
  done_at timestamptz,
  given_up_at timestamptz
);
create index reference_import_waiting on reference_import (created_at) where entries is not null;
