-- Bits that say which phones a group surely does not have, in parts by the hash of the phone. A sieve of n parts has the
-- slices n up to 2n - 1; who looks for a phone looks at one slice of each number of parts.
create table phone_sieves (
  account_id integer not null,
  slice integer not null,
  group_id integer not null,
  bytes blob not null,
  primary key (account_id, slice, group_id)
) strict, without rowid;

-- Groups from before there were sieves: each gets its own when the book is opened.
create table unsieved_groups (
  account_id integer not null,
  group_id integer not null,
  primary key (account_id, group_id)
) strict, without rowid;
insert into unsieved_groups (account_id, group_id) select account_id, id from groups where list_id is not null;
