-- owner: accounts

alter table membership
  -- When the person last began to act for this organisation: by signing in, or by switching to it.
  add column last_sign_in_at timestamptz;
update membership set last_sign_in_at = person.last_sign_in_at
  from person where person.id = person_id and organisation_id = person.last_organisation_id;
alter table person drop column last_sign_in_at;
