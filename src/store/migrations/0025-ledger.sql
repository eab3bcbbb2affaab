-- Calls that are over. A row never changes. Times are epoch microseconds. `details` has the legs, who talked with whom, the steps and
-- the doubts, as JSON.
create table calls (
  account_id integer not null,
  id integer not null,
  call_id text not null,
  from_number text not null,
  to_number text not null,
  taker text not null,
  way text not null,
  entry_trunk text not null,
  exit_trunk text not null,
  route text not null,
  originate_id text not null,
  campaign text not null,
  recording text not null,
  disposition text not null,
  started_at integer not null,
  answered_at integer,
  ended_at integer not null,
  details text not null,
  checksum integer not null,
  primary key (account_id, id)
) strict;
create unique index calls_by_call_id on calls (account_id, call_id);
create index calls_by_start on calls (account_id, started_at, id);
create index calls_by_age on calls (started_at);
create index calls_without_checksum on calls (account_id, id) where coalesce(checksum, 0) = 0;

-- Every extension, number and trunk (`trunk NAME`) of a call.
create table call_parties (
  account_id integer not null,
  party text not null,
  call_id integer not null,
  primary key (account_id, party, call_id)
) strict;
create index call_parties_by_call on call_parties (account_id, call_id);

-- How far the PBX's spool is read: from where the open calls begin, and up to where events are told.
create table call_spool (
  one integer not null primary key,
  open_file text not null,
  open_offset integer not null,
  told_file text not null,
  told_offset integer not null
) strict;
