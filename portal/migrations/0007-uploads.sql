-- owner: uploads

create table upload (
  id uuid primary key,
  organisation_id bigint not null references organisation,
  person_id bigint not null references person,
  name text not null,
  -- Null while a browser without JavaScript sends a file whose size it does not say first.
  size bigint,
  last_modified timestamptz,
  state text not null check (state in ('receiving', 'received', 'cancelled', 'expired')),
  -- What runs once every byte is there, and with what.
  then_task text not null,
  then_payload jsonb not null,
  -- What it is for, so that an unfinished one can be offered again.
  purpose text not null,
  begun_at timestamptz not null,
  received_at timestamptz
);
create index upload_purpose on upload (purpose) where state = 'receiving';
create index upload_organisation on upload (organisation_id, begun_at);

create table file (
  id uuid primary key references upload,
  organisation_id bigint not null references organisation,
  name text not null,
  size bigint not null,
  sha256 text not null,
  blob_key text not null,
  kind text,
  verdict text check (verdict in ('clean', 'infected', 'not-scanned')),
  verdict_engine text,
  verdict_detail text,
  scanned_at timestamptz
);
