-- The entries of a list that is one small chunk, as that chunk: the reference in `chunks` has no id then. Lists from before keep their
-- chunk in a row of its own.
alter table lists add column entries blob;
