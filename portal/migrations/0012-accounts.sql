-- owner: accounts
-- Second steps, links by e-mail, sessions that can be listed, memberships with an end, acts that need two people.

alter table person
  -- Absent for those who were invited and have not answered, and those who never use one.
  alter column password_hash drop not null,
  add column title text,
  add column phone text check (phone ~ '^\+[1-9][0-9]{6,14}$'),
  add column alternative_email text,
  -- What two addresses that look alike have in common; model.ts makes it.
  add column email_key text,
  add column password_changed_at timestamptz,
  -- Signs in with a passkey alone; a password is refused.
  add column passkey_only boolean not null default false,
  add column last_sign_in_at timestamptz,
  -- Where they begin when they sign in again.
  add column last_organisation_id bigint references organisation,
  -- Deleted: kept as a name for what they did, with nothing to sign in by.
  add column removed_at timestamptz;
update person set email_key = lower(email);
alter table person alter column email_key set not null;
create unique index person_email_key on person (email_key);

alter table membership
  add column starts_at timestamptz,
  -- From then on it allows nothing: access lent to a supplier or a colleague.
  add column ends_at timestamptz,
  add column granted_by bigint references person,
  add check (ends_at is null or starts_at is null or ends_at > starts_at);

delete from session;
alter table session
  add column id bigint generated always as identity unique,
  -- 'half': the second step is still to come, and this was the first.
  add column stage text not null check (stage in ('half', 'full')),
  add column first_step text check (first_step in ('password', 'single sign-on', 'link')),
  add check ((stage = 'half') = (first_step is not null)),
  -- When they last proved who they are.
  add column confirmed_at timestamptz not null,
  add column address text,
  add column browser text,
  -- A collector administrator looks at what this organisation sees, and changes nothing.
  add column seeing_organisation_id bigint references organisation;

-- An authenticator app. The secret is sealed with a key that is not in the database.
create table authenticator (
  id bigint generated always as identity primary key,
  person_id bigint not null references person,
  name text not null,
  secret bytea not null,
  -- The time step of the last code taken: none is taken twice, nor an earlier one after it.
  last_step bigint not null default 0,
  created_at timestamptz not null,
  -- Not before its first code was right.
  confirmed_at timestamptz
);
create index authenticator_person on authenticator (person_id);

create table passkey (
  credential_id text primary key,
  person_id bigint not null references person,
  name text not null,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null default '{}',
  backed_up boolean not null,
  created_at timestamptz not null,
  used_at timestamptz
);
create index passkey_person on passkey (person_id);

-- A challenge for a passkey, for one session or one browser, once.
create table passkey_challenge (
  key_hash bytea primary key,
  challenge text not null,
  person_id bigint references person,
  expires_at timestamptz not null
);

create table recovery_code (
  id bigint generated always as identity primary key,
  person_id bigint not null references person,
  code_hash bytea not null,
  used_at timestamptz
);
create index recovery_code_person on recovery_code (person_id);

-- A browser that may go without the second step for a while. The token itself is only in its cookie.
create table trusted_browser (
  token_hash bytea not null,
  person_id bigint not null references person,
  browser text,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (token_hash, person_id)
);
create index trusted_browser_person on trusted_browser (person_id);

-- Browsers somebody has signed in from: others are told of by e-mail, and are the ones that throttling slows.
create table known_browser (
  token_hash bytea not null,
  person_id bigint not null references person,
  seen_at timestamptz not null,
  primary key (token_hash, person_id)
);

-- A code sent by text message or read out on the telephone.
create table phone_code (
  id bigint generated always as identity primary key,
  person_id bigint not null references person,
  way text not null check (way in ('text', 'call')),
  code_hash bytea not null,
  wrong_tries integer not null default 0,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index phone_code_person on phone_code (person_id, created_at desc);

-- A link in an e-mail: an invitation, a new password, a new address. Once, and not for long.
create table emailed_link (
  token_hash bytea primary key,
  kind text not null check (kind in ('invitation', 'password', 'address')),
  person_id bigint not null references person,
  organisation_id bigint references organisation,
  -- For a new address: which.
  new_email text,
  created_by bigint references person,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index emailed_link_person on emailed_link (person_id);

-- Tries that failed, counted by what they have in common: an address, an account, both. No name is kept, only a hash.
create table sign_in_failure (
  bucket bytea primary key,
  count integer not null,
  last_at timestamptz not null
);

-- Who somebody is to a provider of single sign-on.
create table single_sign_on_identity (
  issuer text not null,
  subject text not null,
  person_id bigint not null references person,
  created_at timestamptz not null,
  primary key (issuer, subject)
);

-- A sign-in that was sent to a provider and has not come back.
create table single_sign_on_visit (
  state_hash bytea primary key,
  nonce text not null,
  verifier text not null,
  next text,
  expires_at timestamptz not null
);

-- A dangerous act that waits for a second person.
create table pending_act (
  id bigint generated always as identity primary key,
  organisation_id bigint not null references organisation,
  kind text not null,
  subject text not null,
  payload jsonb not null,
  asked_by bigint not null references person,
  asked_at timestamptz not null,
  expires_at timestamptz not null,
  decided_by bigint references person,
  decided_at timestamptz,
  decision text check (decision in ('agreed', 'refused', 'withdrawn')),
  check (decided_by is null or decision = 'withdrawn' or decided_by <> asked_by)
);
create index pending_act_organisation on pending_act (organisation_id, asked_at desc);
