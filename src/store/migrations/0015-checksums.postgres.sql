-- A checksum of what a row is and of what it holds, verified whenever the row is read. Rows from before get theirs when the
-- book is opened: the indexes find those rows, and hold no others. 0 stands for none:
-- rows that change have none here, since PostgreSQL has checksums of its pages, and an older server would not keep ours.
alter table chunks add column checksum integer not null default 0;
alter table phone_leaves add column checksum integer not null default 0;
alter table phone_sieves add column checksum integer not null default 0;
alter table lists add column checksum integer not null default 0;
alter table changes add column checksum integer not null default 0;
alter table groups add column checksum integer not null default 0;
alter table entry_ranges add column checksum integer not null default 0;
alter table folders add column checksum integer not null default 0;
alter table contacts add column checksum integer not null default 0;
alter table memberships add column checksum integer not null default 0;
alter table extensions add column checksum integer not null default 0;
alter table webhooks add column checksum integer not null default 0;
alter table trunks add column checksum integer not null default 0;
alter table forward_rules add column checksum integer not null default 0;
alter table uploads add column checksum integer not null default 0;
alter table networks add column checksum integer not null default 0;
alter table blocks add column checksum integer not null default 0;
alter table pbx_account add column checksum integer not null default 0;
alter table call_settings add column checksum integer not null default 0;
alter table accounts add column checksum integer not null default 0;
alter table credentials add column checksum integer not null default 0;
alter table lists add column index_checksum integer not null default 0;

create index chunks_without_checksum on chunks (account_id, id) where coalesce(checksum, 0) = 0;
create index phone_leaves_without_checksum on phone_leaves (account_id, id) where coalesce(checksum, 0) = 0;
create index lists_without_checksum on lists (account_id, id) where coalesce(checksum, 0) = 0;
create index changes_without_checksum on changes (number) where coalesce(checksum, 0) = 0;
create index lists_without_index_checksum on lists (account_id, id) where coalesce(index_checksum, 0) = 0;
