-- Which phones a list has, in order: JSON triples [leaf id, phones in it, the first of them]. Null until its next version.
alter table lists add column phone_index text;

create table phone_leaves (
  account_id integer not null,
  id text not null,
  bytes blob not null,
  primary key (account_id, id)
) strict;

-- The entry ids that each group has reserved: first_id up to, not including, end_id. They tell an entry's group.
create table entry_ranges (
  account_id integer not null,
  first_id integer not null,
  end_id integer not null,
  group_id integer not null,
  primary key (account_id, first_id)
) strict, without rowid;

-- The ids in every list version that a group has pointed at, ...
insert into entry_ranges (account_id, first_id, end_id, group_id)
select distinct lists.account_id, json_extract(chunk.value, '$[2]'),
  json_extract(chunk.value, '$[2]') + json_extract(chunk.value, '$[1]'), versions.group_id
from (
  select account_id, id as group_id, list_id from groups
  union select account_id, json_extract(before, '$.id'), json_extract(before, '$.listId') from changes
    where noun = 'group' and before is not null
  union select account_id, json_extract(after, '$.id'), json_extract(after, '$.listId') from changes
    where noun = 'group' and after is not null
) as versions
join lists on lists.account_id = versions.account_id and lists.id = versions.list_id
join json_each(lists.chunks) as chunk
where true
on conflict do nothing;

-- ... and those that it has left.
insert into entry_ranges (account_id, first_id, end_id, group_id)
select account_id, next_entry_id, end_entry_id, id from groups where next_entry_id < end_entry_id
on conflict do nothing;

create index groups_by_planned_deletion on groups (planned_deletion_at) where planned_deletion_at is not null;

-- Addresses that a dialect answers no more for a time.
create table blocks (
  dialect text not null,
  address text not null,
  created_at integer not null,
  until integer not null,
  primary key (dialect, address)
) strict, without rowid;
