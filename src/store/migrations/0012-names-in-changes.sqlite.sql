-- Who made a change where it was no credential: a person, the system user, or the server's own work. Null in older changes.
alter table changes add column name text;

-- The history of one account is a range; that of the whole book is the table itself.
create index changes_by_account on changes (account_id, number);
