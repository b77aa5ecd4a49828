-- owner: platform
-- Runs of jobs, kept for people: what ran, how far it is, how often it was tried, and what died.

create table job_run (
  id bigint generated always as identity primary key,
  job_id text not null,
  task text not null,
  subject text not null,
  attempt integer not null,
  state text not null check (state in ('running', 'done', 'failed', 'dead')),
  started_at timestamptz not null,
  ended_at timestamptz,
  error text,
  unique (job_id, attempt)
);
create index job_run_started on job_run (started_at desc);

-- Which process each queue worker belongs to. A process proves that it lives by holding the advisory lock `process_key`.
create table queue_worker (
  worker_id text primary key,
  process_key integer not null
);
