-- What is to happen after a commit. Effects of one lane happen in their order; two of one kind and subject are one.
-- A process that carries one out holds it until leased_until; revision grows when it is asked for again meanwhile.
create table effects (
  account_id integer not null,
  id integer not null,
  kind text not null,
  subject text not null,
  lane text not null,
  revision integer not null,
  attempts integer not null,
  created_at integer not null,
  due_at integer not null,
  leased_until integer not null,
  primary key (account_id, id),
  unique (account_id, kind, subject)
) strict;
create index effects_by_lane on effects (account_id, lane, id);
create index effects_by_due_at on effects (kind, due_at);

create table webhooks (
  account_id integer not null,
  id integer not null,
  url text not null,
  dialect text not null,
  format text not null,
  method text not null,
  events text not null,
  username text,
  sealed_password text,
  created_at integer not null,
  primary key (account_id, id)
) strict;

-- An event on its way to a webhook, and after that its place in the log.
create table deliveries (
  account_id integer not null,
  id integer not null,
  webhook_id integer not null,
  extension text not null,
  event text not null,
  state text not null,
  created_at integer not null,
  primary key (account_id, id)
) strict;
create index deliveries_by_created_at on deliveries (created_at);

create table delivery_attempts (
  account_id integer not null,
  delivery_id integer not null,
  number integer not null,
  at integer not null,
  status integer,
  ms integer not null,
  problem text,
  primary key (account_id, delivery_id, number)
) strict;
