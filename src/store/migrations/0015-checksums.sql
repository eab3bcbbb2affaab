-- The CRC-32 of what a row is and of what it holds, verified whenever the row is read. Null in rows from before, which get
-- theirs when the book is opened: the indexes find those rows, and hold no others.
alter table chunks add column checksum integer;
alter table phone_leaves add column checksum integer;
alter table phone_sieves add column checksum integer;
alter table lists add column checksum integer;
alter table lists add column index_checksum integer;
alter table changes add column checksum integer;
create index chunks_without_checksum on chunks (account_id, id) where checksum is null;
create index phone_leaves_without_checksum on phone_leaves (account_id, id) where checksum is null;
create index phone_sieves_without_checksum on phone_sieves (account_id, slice, group_id) where checksum is null;
create index lists_without_checksum on lists (account_id, id) where checksum is null;
create index lists_without_index_checksum on lists (account_id, id) where index_checksum is null;
create index changes_without_checksum on changes (number) where checksum is null;
