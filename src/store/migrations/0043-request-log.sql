-- The last requests of each account, some of them in a row, the newest last; account 0 has those that no account made. `upto_change` is
-- the last change when the row was written: those of its requests are not behind it. Tables `log_…` are in no backup and no copy.
create table log_requests (
  account_id integer not null,
  at integer not null,
  id text not null,
  size integer not null,
  upto_change integer not null,
  requests text not null,
  primary key (account_id, at, id)
) strict;
create index log_requests_by_time on log_requests (at);

-- Until when the bodies of an account's requests are kept.
create table log_switches (
  account_id integer not null,
  until integer not null,
  primary key (account_id)
) strict;

-- The bodies, without secrets.
create table log_bodies (
  account_id integer not null,
  id text not null,
  at integer not null,
  body text not null,
  primary key (account_id, id)
) strict;
create index log_bodies_by_time on log_bodies (account_id, at);
