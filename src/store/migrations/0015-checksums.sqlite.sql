-- A checksum of what a row is and of what it holds, verified whenever the row is read. Rows from before get theirs when the
-- book is opened: the indexes find those rows, and hold no others.
alter table chunks add column checksum integer;
alter table phone_leaves add column checksum integer;
alter table phone_sieves add column checksum integer;
alter table lists add column checksum integer;
alter table changes add column checksum integer;
alter table groups add column checksum integer;
alter table entry_ranges add column checksum integer;
alter table folders add column checksum integer;
alter table contacts add column checksum integer;
alter table memberships add column checksum integer;
alter table extensions add column checksum integer;
alter table webhooks add column checksum integer;
alter table trunks add column checksum integer;
alter table forward_rules add column checksum integer;
alter table uploads add column checksum integer;
alter table networks add column checksum integer;
alter table blocks add column checksum integer;
alter table pbx_account add column checksum integer;
alter table call_settings add column checksum integer;
alter table accounts add column checksum integer;
alter table credentials add column checksum integer;
alter table lists add column index_checksum integer;

create index chunks_without_checksum on chunks (account_id, id) where coalesce(checksum, 0) = 0;
create index phone_leaves_without_checksum on phone_leaves (account_id, id) where coalesce(checksum, 0) = 0;
create index lists_without_checksum on lists (account_id, id) where coalesce(checksum, 0) = 0;
create index changes_without_checksum on changes (number) where coalesce(checksum, 0) = 0;
create index phone_sieves_without_checksum on phone_sieves (account_id, slice, group_id) where coalesce(checksum, 0) = 0;
create index groups_without_checksum on groups (account_id, id) where coalesce(checksum, 0) = 0;
create index entry_ranges_without_checksum on entry_ranges (account_id, first_id) where coalesce(checksum, 0) = 0;
create index folders_without_checksum on folders (account_id, id) where coalesce(checksum, 0) = 0;
create index contacts_without_checksum on contacts (account_id, id) where coalesce(checksum, 0) = 0;
create index memberships_without_checksum on memberships (account_id, group_id, contact_id) where coalesce(checksum, 0) = 0;
create index extensions_without_checksum on extensions (account_id, id) where coalesce(checksum, 0) = 0;
create index uploads_without_checksum on uploads (account_id, filename) where coalesce(checksum, 0) = 0;
create index lists_without_index_checksum on lists (account_id, id) where coalesce(index_checksum, 0) = 0;
