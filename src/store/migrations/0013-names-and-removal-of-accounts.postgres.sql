-- A name is unique without case among the accounts that are there: a removed one gives its name free.
alter table accounts drop constraint accounts_name_key;
alter table accounts add column folded_name text;
alter table accounts add constraint accounts_folded_name_key unique (folded_name);
alter table accounts add column removed_at integer;
