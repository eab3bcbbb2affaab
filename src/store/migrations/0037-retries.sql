-- What a key asks of its clients: If-Match with every write that it can be with, and how long an equal body counts as a retry.
alter table credentials add column requires_match integer;
alter table credentials add column same_body_within integer;

-- The writes that a client may send again. `outcomes` is what the use cases returned, written with their effects; `answer` is what
-- was sent, once it is known.
create table retries (
  account_id integer not null,
  scope text not null,
  retry_key text not null,
  fingerprint text not null,
  outcomes blob not null,
  answer blob,
  created_at integer not null,
  primary key (account_id, scope, retry_key)
) strict;
create index retries_by_time on retries (created_at);
