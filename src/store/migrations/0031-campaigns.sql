-- How campaigns use a trunk. `hours` is null for always.
create table trunk_managers (
  account_id integer not null,
  id integer not null,
  hex_id text not null,
  title text not null,
  trunk text not null,
  active integer not null,
  capacity integer not null,
  interval_ms integer not null,
  ready_numbers integer not null,
  hours text,
  time_zone text not null,
  created_at integer not null,
  updated_at integer not null,
  checksum integer,
  primary key (account_id, id)
) strict;
create unique index trunk_managers_by_hex_id on trunk_managers (account_id, hex_id);
create unique index trunk_managers_by_title on trunk_managers (account_id, title);
create index trunk_managers_without_checksum on trunk_managers (account_id, id) where coalesce(checksum, 0) = 0;

create table campaigns (
  account_id integer not null,
  id integer not null,
  hex_id text not null,
  name text not null,
  description text not null,
  trunk_manager_id integer not null,
  context text not null,
  context_text text not null,
  list_id text,
  list_count integer not null,
  group_ids text not null,
  sound_id integer,
  tries integer not null,
  pause integer not null,
  starts_at integer,
  ends_at integer,
  digits integer not null,
  opt_out_digit text,
  ring_time integer not null,
  longest integer not null,
  state text not null,
  repeat integer not null,
  created_at integer not null,
  updated_at integer not null,
  checksum integer,
  primary key (account_id, id)
) strict;
create unique index campaigns_by_hex_id on campaigns (account_id, hex_id);
create index campaigns_by_state on campaigns (state, account_id, id);
create index campaigns_without_checksum on campaigns (account_id, id) where coalesce(checksum, 0) = 0;

-- The runs of campaigns: the lists as they were at the beginning, the next number of them, and the counts, so that no statistics
-- read the targets. `country` is that of the account at the beginning: by it spellings are one number.
create table campaign_runs (
  account_id integer not null,
  campaign_id integer not null,
  repeat integer not null,
  list_ids text not null,
  country text,
  size integer not null,
  next_list integer not null,
  next_entry integer not null,
  looked integer not null,
  calling integer not null,
  waiting integer not null,
  answered integer not null,
  busy integer not null,
  no_answer integer not null,
  failed integer not null,
  lost integer not null,
  skipped integer not null,
  repeated integer not null,
  tries integer not null,
  talk_ms integer not null,
  wait_ms integer not null,
  started_at integer not null,
  ended_at integer,
  primary key (account_id, campaign_id, repeat)
) strict;

-- The numbers that the dialler has come to. `key` is the number as it is compared, so that a run has it once. `state` is 0 while it
-- is called, 1 while it waits, 2 when it is done. `outcome` is a place in the list of outcomes. Small values keep a try small.
create table campaign_targets (
  account_id integer not null,
  id integer not null,
  campaign_id integer not null,
  repeat integer not null,
  key text not null,
  phone text not null,
  state integer not null,
  outcome integer,
  skipped text not null,
  tries integer not null,
  due_at integer,
  first_at integer not null,
  last_at integer not null,
  talk_ms integer not null,
  wait_ms integer not null,
  digits text not null,
  -- 1 while an opt-out that was pressed is not written yet.
  closing integer not null,
  primary key (account_id, id)
) strict, without rowid;
create unique index campaign_targets_by_key on campaign_targets (account_id, campaign_id, repeat, key);
create index campaign_targets_by_campaign on campaign_targets (account_id, campaign_id, id);
create index campaign_targets_due on campaign_targets (account_id, campaign_id, repeat, due_at) where state = 1;
create index campaign_targets_closing on campaign_targets (account_id, id) where closing = 1;

-- The calls of targets. A row is there before the PBX is asked. `call` is the id of the call as microseconds, which is also when
-- the try began: `orig.call.1703145054.787335` is 1703145054787335.
create table campaign_tries (
  account_id integer not null,
  target_id integer not null,
  place integer not null,
  call integer not null,
  ended_at integer,
  outcome integer,
  cause integer,
  talk_ms integer not null,
  wait_ms integer not null,
  primary key (account_id, target_id, place)
) strict, without rowid;
create unique index campaign_tries_open on campaign_tries (account_id, call) where outcome is null;

-- What the dialler last said of itself. It is renewed while it works.
create table index_dialler (
  account_id integer not null,
  seen_at integer not null,
  problem text not null,
  primary key (account_id)
) strict;
