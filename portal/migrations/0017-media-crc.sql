-- owner: media

alter table media_file
  -- CRC-32 of the original, for zips: worked out once, when the file is settled or first asked for.
  add column crc32 bigint;
create index media_file_without_crc on media_file (settled_at) where crc32 is null and status = 'uploaded'
  and deleted_at is null and destroyed_at is null;
