-- The next versions of a long list: the list from which they were made, which has chunks and leaves of its own, and how they differ
-- from it. `chunks` is empty then. So a number of a million is changed by one short row.
alter table lists add column base_id text;
alter table lists add column delta blob;
