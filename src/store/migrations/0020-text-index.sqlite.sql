-- The parts of the names and descriptions of groups, so that a search reads what it finds and little else. A row is numbered by
-- its account, times 2^32, and its group. The functions `grams` and `folded` are those of `store/text/`.
-- Tables named `index_…` follow from others: they are in no copy and no backup, and are made anew from what they follow from.
create virtual table index_grams using fts5(grams, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii');
-- One group in a commit costs half as much as with the 4 of FTS5, and a search of all parts no more.
insert into index_grams (index_grams, rank) values ('automerge', 16);

-- How often the texts of an account's groups have changed: a total that was counted holds as long as this stays.
create table index_versions (account_id integer primary key, version integer not null) strict;

-- The last group that is in the index already, and whether all are. A search goes without the index until then.
create table index_state (name text not null primary key, account_id integer not null, id integer not null, whole integer not null) strict;
insert into index_state (name, account_id, id, whole) select 'groups', 0, 0, not exists (select 1 from groups);

create trigger index_added_group after insert on groups begin
  insert or replace into index_grams (rowid, grams)
    values (new.account_id << 32 | new.id, grams(new.account_id, new.name, new.description));
  insert into index_versions (account_id, version) values (new.account_id, 1)
    on conflict (account_id) do update set version = version + 1;
end;
create trigger index_renamed_group after update of name, description on groups
when old.name is not new.name or old.description is not new.description begin
  insert or replace into index_grams (rowid, grams)
    values (new.account_id << 32 | new.id, grams(new.account_id, new.name, new.description));
  insert into index_versions (account_id, version) values (new.account_id, 1)
    on conflict (account_id) do update set version = version + 1;
end;
create trigger index_removed_group after delete on groups begin
  delete from index_grams where rowid = old.account_id << 32 | old.id;
  insert into index_versions (account_id, version) values (old.account_id, 1)
    on conflict (account_id) do update set version = version + 1;
end;
