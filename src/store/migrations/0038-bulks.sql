-- Bulks: one text to many numbers. The lists are as they were when the bulk was made, and `next_list` and `next_entry` say how far
-- messages are made of them. The counts add up to `size`, so that no progress reads the messages.
create table bulks (
  account_id integer not null,
  id integer not null,
  hex_id text not null,
  text text not null,
  alphabet text,
  sender text not null,
  route text not null,
  callback_data text,
  label integer,
  language text,
  planned_at integer,
  due_at integer not null,
  group_ids text not null,
  lists text not null,
  country text,
  state text not null,
  created_at integer not null,
  ended_at integer,
  credential_id integer,
  address text,
  origin text not null,
  size integer not null,
  next_list integer not null,
  next_entry integer not null,
  looked integer not null,
  repeated integer not null,
  queued integer not null,
  sent integer not null,
  delivered integer not null,
  failed integer not null,
  expired integer not null,
  cancelled integer not null,
  skipped integer not null,
  checksum integer not null default 0,
  primary key (account_id, id)
) strict;
create unique index bulks_by_hex_id on bulks (account_id, hex_id);
create index bulks_by_state on bulks (state, due_at, account_id, id);
create index bulks_without_checksum on bulks (account_id, id) where coalesce(checksum, 0) = 0;

-- The bulk of a message; 0 for none. A bulk has a number once.
alter table messages add column bulk_id integer not null default 0;
update messages set checksum = 0;
create unique index messages_by_bulk on messages (account_id, bulk_id, number) where bulk_id > 0;
-- What waits, by those who take turns: accounts, and the bulks of each.
create index messages_by_turn on messages (route, account_id, bulk_id, due_at, id) where state = 'queued' and claimed_by is null;

-- What an account may spend; null for what message.budget says.
alter table message_spending add column budget integer;
