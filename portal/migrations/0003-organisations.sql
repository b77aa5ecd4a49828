-- owner: organisations

create table organisation (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('regulator', 'department', 'awarding-organisation', 'local-authority', 'centre', 'supplier')),
  name text not null unique,
  -- Every name that may stand in a file for this organisation: name, acronym, former names.
  names_in_files text[] not null,
  recognition_number text unique,
  contact_email text
);
