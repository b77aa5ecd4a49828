-- owner: returns

-- What one organisation owes for one template and period.
create table return (
  id bigint generated always as identity primary key,
  collection_id bigint not null references collection,
  organisation_id bigint not null references organisation,
  template_name text not null,
  edition text not null,
  period text not null,
  due_date date not null,
  closes_at timestamptz not null,
  -- Follows from the submissions (returns/model.ts); kept here so that lists need not work it out.
  status text not null check (status in ('awaiting', 'submitted', 'pending', 'failed', 'accepted')),
  accepted_at timestamptz,
  foreign key (template_name, edition) references template_edition,
  unique (organisation_id, template_name, period)
);
create index return_current on return (organisation_id, due_date, id) where status <> 'accepted';
create index return_previous on return (organisation_id, accepted_at desc) where status = 'accepted';

-- One attempt at a return, numbered, never overwritten.
create table submission (
  id bigint generated always as identity primary key,
  return_id bigint not null references return,
  number integer not null,
  upload_id uuid not null unique references upload,
  person_id bigint not null references person,
  check_run_id bigint references check_run,
  status text not null check (status in ('received', 'scanning', 'checking', 'accepted', 'failed', 'infected', 'passed-late', 'unchecked')),
  begun_at timestamptz not null,
  received_at timestamptz not null,
  decided_at timestamptz,
  unique (return_id, number)
);
