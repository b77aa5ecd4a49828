-- owner: collections

create table template_edition (
  name text not null,
  edition text not null,
  title text not null,
  hash text not null,
  template jsonb not null,
  published_at timestamptz not null,
  primary key (name, edition)
);

create table collection (
  id bigint generated always as identity primary key,
  name text not null unique,
  title text not null,
  description text not null,
  collector_id bigint not null references organisation,
  contact_email text not null,
  max_file_bytes bigint not null
);
