-- Messages that came in. `answers` is the hex id of the message that one answers; `carrier_id` is null where the carrier has no ids.
create table incoming_messages (
  account_id integer not null,
  id integer not null,
  hex_id text not null,
  sender text not null,
  receiver text not null,
  text text not null,
  received_at integer not null,
  answers text,
  carrier text not null,
  carrier_id text,
  opts_out integer not null,
  checksum integer not null default 0,
  primary key (account_id, id)
) strict;
create unique index incoming_messages_by_hex_id on incoming_messages (account_id, hex_id);
create unique index incoming_messages_by_carrier on incoming_messages (account_id, carrier, carrier_id) where carrier_id is not null;
create index incoming_messages_by_sender on incoming_messages (account_id, sender, id);
create index incoming_messages_by_time on incoming_messages (received_at);
create index incoming_messages_without_checksum on incoming_messages (account_id, id) where coalesce(checksum, 0) = 0;
