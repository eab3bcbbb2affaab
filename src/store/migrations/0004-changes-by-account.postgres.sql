-- A change of no account stands under the account 0: so every row is keyed by account.
alter table changes drop constraint changes_pkey;
alter table changes alter column account_id set not null;
alter table changes add primary key (account_id, number);
create index changes_by_number on changes (number);

-- What holds for the whole book.
create table facts (
  name text primary key,
  value text not null
) strict, without rowid;
