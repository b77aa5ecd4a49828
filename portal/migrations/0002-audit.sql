-- owner: audit

create table audit_event (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  person_id bigint,
  organisation_id bigint,
  action text not null,
  subject text not null,
  before jsonb,
  after jsonb
);
create index audit_event_organisation on audit_event (organisation_id, at desc);
create index audit_event_subject on audit_event (subject, id);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'Audit events are never changed or deleted';
end $$;
create trigger audit_event_append_only before update or delete on audit_event
  for each row execute function refuse_change();
create trigger audit_event_no_truncate before truncate on audit_event
  for each statement execute function refuse_change();
