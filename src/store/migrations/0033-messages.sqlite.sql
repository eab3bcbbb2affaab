-- Messages to one number each. A row is there before anything leaves. `claimed_by` is the run of a sender that has the message in
-- its hands; prices are in millionths.
create table messages (
  account_id integer not null,
  id integer not null,
  hex_id text not null,
  number text not null,
  country text,
  sender text not null,
  text text not null,
  alphabet text not null,
  characters integer not null,
  parts integer not null,
  route text not null,
  price integer not null,
  callback_data text,
  label integer,
  language text,
  forgets_text integer not null,
  planned_at integer,
  due_at integer not null,
  valid_until integer not null,
  state text not null,
  reason text,
  uncertain integer not null,
  claimed_by text,
  sent_at integer,
  ended_at integer,
  created_at integer not null,
  credential_id integer,
  address text,
  origin text not null,
  checksum integer,
  primary key (account_id, id)
) strict;
create unique index messages_by_hex_id on messages (account_id, hex_id);
create index messages_due on messages (due_at, account_id, id) where state = 'queued' and claimed_by is null;
create index messages_claimed on messages (claimed_by) where claimed_by is not null;
create index messages_by_time on messages (created_at);
create index messages_without_checksum on messages (account_id, id) where coalesce(checksum, 0) = 0;

-- The parts of messages that a carrier has taken, each by the id that the carrier gave it.
create table message_parts (
  account_id integer not null,
  message_id integer not null,
  part integer not null,
  carrier text not null,
  carrier_id text not null,
  state text not null,
  problem text,
  primary key (account_id, message_id, part)
) strict, without rowid;
create index message_parts_by_carrier on message_parts (carrier, carrier_id);

-- What each account has spent on messages, in millionths.
create table message_spending (
  account_id integer not null,
  spent integer not null,
  changed_at integer not null,
  primary key (account_id)
) strict, without rowid;

-- What the carrier for development was handed. `receipt` is what it has still to tell.
create table paper_messages (
  account_id integer not null,
  hex_id text not null,
  copy integer not null,
  number text not null,
  sender text not null,
  texts text not null,
  receipt text,
  written_at integer not null,
  primary key (account_id, hex_id, copy)
) strict, without rowid;
create index paper_messages_by_time on paper_messages (written_at);
create index paper_messages_untold on paper_messages (written_at) where receipt is not null;
