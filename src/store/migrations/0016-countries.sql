-- The country whose numbering plan the numbers of an account follow, as IR. The checksum of an account covers it: a book that
-- keeps checksums sums its accounts again when it is opened.
alter table accounts add column country text;
update accounts set checksum = 0;
