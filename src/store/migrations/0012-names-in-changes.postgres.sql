-- Who made a change where it was no credential: a person, the system user, or the server's own work. Null in older changes.
-- The history of one account is a range of the primary key, that of the whole book one of the index by number.
alter table changes add column name text;
