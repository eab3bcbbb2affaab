-- Files of imports that were read and wait to be confirmed: the numbers as a list, what was understood as JSON, and the lines that
-- were not taken, some hundred in a row, each row with the number of its last line.
create table previews (
  account_id integer not null,
  id text not null,
  filename text not null,
  about text not null,
  list_id text,
  count integer not null,
  created_at integer not null,
  expires_at integer not null,
  checksum integer not null,
  primary key (account_id, id)
) strict;
create table preview_rejects (
  account_id integer not null,
  preview_id text not null,
  last_line integer not null,
  rejects text not null,
  checksum integer not null,
  primary key (account_id, preview_id, last_line)
) strict;

-- The titles of the columns of an uploaded file, as JSON. The checksum of an upload covers them: a book that keeps checksums sums its
-- uploads again when it is opened.
alter table uploads add column titles text;
update uploads set checksum = 0;
