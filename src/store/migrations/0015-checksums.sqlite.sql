-- The CRC-32 of what a row is and of what it holds, verified whenever the row is read. Null in rows from before, which get
-- theirs when the book is opened: the indexes find those rows, and hold no others.
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
create index phone_sieves_without_checksum on phone_sieves (account_id, slice, group_id) where checksum is null;
create index groups_without_checksum on groups (account_id, id) where checksum is null;
create index entry_ranges_without_checksum on entry_ranges (account_id, first_id) where checksum is null;
create index folders_without_checksum on folders (account_id, id) where checksum is null;
create index contacts_without_checksum on contacts (account_id, id) where checksum is null;
create index extensions_without_checksum on extensions (account_id, id) where checksum is null;
create index webhooks_without_checksum on webhooks (account_id, id) where checksum is null;
create index trunks_without_checksum on trunks (account_id, name) where checksum is null;
create index forward_rules_without_checksum on forward_rules (account_id, prefix) where checksum is null;
create index uploads_without_checksum on uploads (account_id, filename) where checksum is null;
create index accounts_without_checksum on accounts (id) where checksum is null;
create index credentials_without_checksum on credentials (id) where checksum is null;
