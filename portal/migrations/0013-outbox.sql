-- owner: platform
-- Letters, text messages and calls about somebody's account: written down first, in the transaction that is their reason.

create table outbox_letter (
  id bigint generated always as identity primary key,
  -- One occasion, one letter.
  occasion text not null unique,
  channel text not null check (channel in ('email', 'text', 'call')),
  recipient text not null,
  subject text not null,
  -- Absent once it has been sent or is of no use any more, where it held a code or a link.
  body text,
  -- Holds a code or a link: forgotten then at the latest.
  secret_until timestamptz,
  created_at timestamptz not null,
  sent_at timestamptz
);
create index outbox_letter_secret on outbox_letter (secret_until) where body is not null;
