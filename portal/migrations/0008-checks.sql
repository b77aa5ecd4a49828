-- owner: checks

create table check_run (
  id bigint generated always as identity primary key,
  file_id uuid not null references file,
  template_name text not null,
  edition text not null,
  template_hash text not null,
  context jsonb not null,
  state text not null check (state in ('waiting', 'running', 'done')),
  bytes_total bigint not null,
  bytes_done bigint not null default 0,
  rows_done bigint not null default 0,
  errors bigint,
  queries bigint,
  notices bigint,
  rows_checked boolean,
  not_asked jsonb,
  findings_key text,
  started_at timestamptz,
  ended_at timestamptz,
  foreign key (template_name, edition) references template_edition
);
create index check_run_file on check_run (file_id);

create table check_count (
  check_run_id bigint not null references check_run,
  -- The findings file names its groups by this number.
  group_number integer not null,
  rule text not null,
  column_name text not null,
  severity text not null check (severity in ('error', 'query', 'notice')),
  count bigint not null,
  message text not null,
  help text not null,
  primary key (check_run_id, group_number)
);
