-- owner: uploads

alter table upload
  -- Everybody of the organisation with this permission may go on with it, not only who began it.
  add column shared_with text;

alter table file
  -- What the bytes are, by the scanner's name for it.
  add column kind_id text;
