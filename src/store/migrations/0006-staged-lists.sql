-- Lists that are being written ahead of the write that will point at them: a row for each transaction that wrote a part,
-- with the ids of its chunks and leaves as JSON. Who points at the list takes its rows; what is left by a crash is swept.
create table staged_lists (
  account_id integer not null,
  id text not null,
  part integer not null,
  begun_at integer not null,
  chunks text not null,
  leaves text not null,
  primary key (account_id, id, part)
) strict, without rowid;
