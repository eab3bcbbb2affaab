-- A name is unique without case among the accounts that are there: a removed one gives its name free. No id is given twice,
-- also when the last account is gone. The views that read the table stay as they are.
pragma legacy_alter_table = on;
create table named_accounts (
  id integer primary key autoincrement,
  name text not null,
  folded_name text unique,
  enabled integer not null,
  created_at integer not null,
  master_hash text,
  removed_at integer
) strict;
insert into named_accounts (id, name, enabled, created_at, master_hash)
select id, name, enabled, created_at, master_hash from accounts;
drop table accounts;
alter table named_accounts rename to accounts;
pragma legacy_alter_table = off;
