-- A change of no account stands under the account 0: so every row is keyed by account.
update changes set account_id = 0 where account_id is null;

-- What holds for the whole book.
create table facts (
  name text primary key,
  value text not null
) strict, without rowid;
