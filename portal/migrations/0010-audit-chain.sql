-- owner: audit
-- Personal data apart from the events, a chain over them, seals, retention, and what the application may do.

-- Who, from where, and what it was before and after: all of an event that may be erased by and by.
create table audit_detail (
  event_id bigint primary key,
  -- Random, so that nobody can find out by trying what an erased detail was.
  salt bytea not null,
  person_id bigint,
  address text,
  before jsonb,
  after jsonb
);
create index audit_detail_person on audit_detail (person_id) where person_id is not null;

-- Every event in the order of commits; each hash covers the one before.
create table audit_chain (
  position bigint primary key,
  event_id bigint not null unique,
  previous bytea not null,
  hash bytea not null
);

-- The chain's end at a moment, signed with a key that is not in the database; a copy of each is in the blob store.
create table audit_seal (
  number bigint primary key,
  position bigint not null,
  hash bytea not null,
  at timestamptz not null,
  signature bytea not null
);

-- Details that retention erased: those of one family of actions, of events before a moment. `event_id` tells of it.
create table audit_erasure (
  id bigint generated always as identity primary key,
  event_id bigint not null unique,
  family text not null,
  before timestamptz not null,
  events bigint not null
);

-- Runs of the check that people start from the page.
create table audit_check (
  id bigint generated always as identity primary key,
  asked_by bigint,
  asked_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  state text not null check (state in ('waiting', 'running', 'whole', 'broken', 'stopped', 'failed')),
  checked bigint not null default 0,
  length bigint,
  result jsonb
);

-- Stable and simple, so that PostgreSQL puts their bodies in their callers' places, which is ten times as fast.
-- What is hashed is plain text, so that anyone can hash it again: each part as <bytes in UTF-8>:<part>, and - for none.
create function audit_part(part text) returns text language sql stable parallel safe as $$
  select coalesce(octet_length(convert_to(part, 'UTF8'))::text || ':' || part || ',', '-')
$$;

create function audit_details_text(detail audit_detail) returns text language sql stable parallel safe as $$
  select public.audit_part('garner-audit-details-1') || public.audit_part(detail.person_id::text)
    || public.audit_part(detail.address) || public.audit_part(detail.before::text) || public.audit_part(detail.after::text)
$$;

create function audit_details_digest(detail audit_detail) returns bytea language sql stable parallel safe as $$
  select sha256(detail.salt || convert_to(public.audit_details_text(detail), 'UTF8'))
$$;

-- The events there are: their details move, then they are chained in the order of their ids.
insert into audit_detail (event_id, salt, person_id, before, after)
  select id, uuid_send(gen_random_uuid()), person_id, before, after from audit_event;
alter table audit_event disable trigger audit_event_append_only;
alter table audit_event
  drop column person_id,
  drop column before,
  drop column after,
  -- The organisation that somebody of another one looked at, or did this to.
  add column on_behalf_of bigint,
  add column details_digest bytea;
update audit_event set details_digest = audit_details_digest(d) from audit_detail d where d.event_id = audit_event.id;
alter table audit_event alter column details_digest set not null;
alter table audit_event enable trigger audit_event_append_only;
create index audit_event_on_behalf_of on audit_event (on_behalf_of, at desc) where on_behalf_of is not null;
create index audit_event_action on audit_event (organisation_id, action);
create index audit_event_at on audit_event using brin (at);

create function audit_event_text(event audit_event) returns text language sql stable parallel safe as $$
  select public.audit_part('garner-audit-event-1') || public.audit_part(event.id::text)
    || public.audit_part((extract(epoch from event.at) * 1000000)::bigint::text)
    || public.audit_part(event.action) || public.audit_part(event.subject)
    || public.audit_part(event.organisation_id::text) || public.audit_part(event.on_behalf_of::text)
    || public.audit_part(encode(event.details_digest, 'hex'))
$$;

-- Adds an event to the end of the chain. The lock is let go once the transaction is over and seen by all.
create function append_to_audit_chain(event audit_event) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  last audit_chain;
begin
  perform pg_advisory_xact_lock(7236413);
  -- Its own statement: in "read committed" it sees what was committed while the lock was waited for.
  select * into last from audit_chain order by position desc limit 1;
  last.position := coalesce(last.position, 0) + 1;
  last.previous := coalesce(last.hash, decode(repeat('00', 32), 'hex'));
  last.event_id := event.id;
  last.hash := sha256(last.previous || convert_to(audit_event_text(event), 'UTF8'));
  if current_setting('transaction_isolation') = 'read committed' then
    insert into audit_chain values (last.*);
  else
    -- Its snapshot may be older than the chain's end: to be repeated, as such transactions are.
    begin
      insert into audit_chain values (last.*);
    exception when unique_violation then
      raise exception 'The audit chain has grown since this transaction began' using errcode = 'serialization_failure';
    end;
  end if;
end $$;

select append_to_audit_chain(event) from (select * from audit_event order by id) event;

create function chain_audit_event() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform append_to_audit_chain(new);
  return null;
end $$;
-- At the commit, so that the lock is held for that moment only and the chain has the order of the commits.
create constraint trigger audit_event_chain after insert on audit_event
  deferrable initially deferred for each row execute function chain_audit_event();

-- The only way in which the application adds an event.
create function record_audit_event(
  at timestamptz, action text, subject text, organisation_id bigint, on_behalf_of bigint,
  person_id bigint, address text, before jsonb, after jsonb
) returns bigint
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  detail audit_detail;
begin
  detail.salt := uuid_send(gen_random_uuid());
  detail.person_id := person_id;
  detail.address := address;
  detail.before := before;
  detail.after := after;
  insert into audit_event (at, action, subject, organisation_id, on_behalf_of, details_digest)
    values (at, action, subject, organisation_id, on_behalf_of, audit_details_digest(detail))
    returning id into detail.event_id;
  insert into audit_detail values (detail.*);
  return detail.event_id;
end $$;

-- The policy: details of which actions are kept together, and for how many years at least.
create function audit_family(action text) returns text language sql immutable parallel safe as $$
  select case when split_part(action, '.', 1) in ('sign-in', 'sign-out', 'session', 'sessions') then 'sign-in' else 'other' end
$$;
create function audit_least_years(family text) returns integer language sql immutable parallel safe as $$
  select case family when 'sign-in' then 1 else 7 end
$$;

-- Erases details of a family that are older than so many years, at most so many at once; the erasure is an event itself.
-- Neither fewer years than the policy says nor a clock ahead of the database's makes it erase more.
create function erase_audit_details(family text, years integer, now timestamptz, most integer) returns bigint
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  until timestamptz := least(now, transaction_timestamp()) - make_interval(years => greatest(years, audit_least_years(family)));
  erased bigint;
  event bigint;
begin
  perform pg_advisory_xact_lock(7236414);
  perform set_config('garner.erasing_details', 'on', true);
  delete from audit_detail where event_id in (
    select d.event_id from audit_detail d join audit_event e on e.id = d.event_id
    where e.at < until and audit_family(e.action) = family order by e.id limit most
  );
  get diagnostics erased = row_count;
  perform set_config('garner.erasing_details', 'off', true);
  if erased = 0 then
    return 0;
  end if;
  event := record_audit_event(
    least(now, transaction_timestamp()), 'audit.details-erased',
    format('%s, before %s', family, to_char(until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')),
    null, null, null, null, null, jsonb_build_object('events', erased)
  );
  insert into audit_erasure (event_id, family, before, events) values (event, family, until, erased);
  return erased;
end $$;

-- Nobody changes any of it by mistake, whoever they are.
create trigger audit_detail_append_only before update on audit_detail
  for each row execute function refuse_change();
create trigger audit_detail_kept before delete on audit_detail
  for each row when (current_setting('garner.erasing_details', true) is distinct from 'on') execute function refuse_change();
create trigger audit_detail_no_truncate before truncate on audit_detail
  for each statement execute function refuse_change();
create trigger audit_chain_append_only before update or delete on audit_chain
  for each row execute function refuse_change();
create trigger audit_chain_no_truncate before truncate on audit_chain
  for each statement execute function refuse_change();
create trigger audit_seal_append_only before update or delete on audit_seal
  for each row execute function refuse_change();
create trigger audit_seal_no_truncate before truncate on audit_seal
  for each statement execute function refuse_change();
create trigger audit_erasure_append_only before update or delete on audit_erasure
  for each row execute function refuse_change();
create trigger audit_erasure_no_truncate before truncate on audit_erasure
  for each statement execute function refuse_change();

-- What the application's connections may do once they have become `garner_app`: everything, but of the audit they read,
-- record, erase by the policy and seal. Called after every migration, of the queue's tables too; may be repeated.
create function give_application_rights() returns void
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  guarded name;
begin
  perform pg_advisory_xact_lock(7236415);
  begin
    if not exists (select from pg_roles where rolname = 'garner_app') then
      create role garner_app nologin;
    end if;
    if not pg_has_role('garner_app', 'SET') then
      execute format('grant garner_app to %I', current_user);
    end if;
  exception
    -- Another database of the cluster made it at the same moment.
    when duplicate_object or unique_violation then null;
    when insufficient_privilege then
      raise notice 'Garner may not make or take the role garner_app: the audit is guarded by triggers alone';
      if not exists (select from pg_roles where rolname = 'garner_app') then
        return;
      end if;
  end;

  grant usage on schema public to garner_app;
  grant select, insert, update, delete on all tables in schema public to garner_app;
  grant usage, select, update on all sequences in schema public to garner_app;
  alter default privileges in schema public grant select, insert, update, delete on tables to garner_app;
  alter default privileges in schema public grant usage, select, update on sequences to garner_app;
  revoke insert, update, delete on audit_event, audit_detail, audit_chain, audit_erasure, migration from garner_app;
  revoke update, delete on audit_seal from garner_app;
  grant execute on function record_audit_event, erase_audit_details to garner_app;

  if to_regnamespace('graphile_worker') is null then
    return;
  end if;
  grant usage on schema graphile_worker to garner_app;
  grant select, insert, update, delete on all tables in schema graphile_worker to garner_app;
  grant usage, select, update on all sequences in schema graphile_worker to garner_app;
  grant execute on all functions in schema graphile_worker to garner_app;
  -- The queue shows its rows to their owner alone.
  for guarded in
    select c.relname from pg_class c
    where c.relnamespace = 'graphile_worker'::regnamespace and c.relkind in ('r', 'p') and c.relrowsecurity
      and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'garner_app')
  loop
    execute format('create policy garner_app on graphile_worker.%I to garner_app using (true) with check (true)', guarded);
  end loop;
end $$;
revoke execute on function record_audit_event, erase_audit_details, append_to_audit_chain, chain_audit_event from public;
select give_application_rights();
