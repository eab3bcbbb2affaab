-- The CRC-32 of what a row is and of what it holds, verified whenever the row is read. Null in rows from before, which get
-- theirs when the book is opened: the indexes find those rows, and hold no others. Rows that change have none here:
-- PostgreSQL has checksums of its pages, and a server of an older version that runs beside this one would not keep ours.
alter table chunks add column checksum integer;
alter table phone_leaves add column checksum integer;
alter table phone_sieves add column checksum integer;
alter table lists add column checksum integer;
alter table changes add column checksum integer;
alter table groups add column checksum integer;
alter table entry_ranges add column checksum integer;
alter table folders add column checksum integer;
alter table contacts add column checksum integer;
alter table extensions add column checksum integer;
alter table webhooks add column checksum integer;
alter table trunks add column checksum integer;
alter table forward_rules add column checksum integer;
alter table uploads add column checksum integer;
alter table accounts add column checksum integer;
alter table credentials add column checksum integer;
alter table lists add column index_checksum integer;

create index chunks_without_checksum on chunks (account_id, id) where checksum is null;
create index phone_leaves_without_checksum on phone_leaves (account_id, id) where checksum is null;
create index lists_without_checksum on lists (account_id, id) where checksum is null;
create index changes_without_checksum on changes (number) where checksum is null;
create index lists_without_index_checksum on lists (account_id, id) where index_checksum is null;
