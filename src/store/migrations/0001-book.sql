create table accounts (
  id integer primary key,
  name text not null unique,
  enabled integer not null,
  created_at integer not null
) strict;

-- Numbers that each account hands out by itself: the ids of its groups, extensions, contacts and entries.
create table sequences (
  account_id integer not null,
  noun text not null,
  next integer not null,
  primary key (account_id, noun)
) strict, without rowid;

-- How many groups and contacts an account has, so that no list has to be counted.
create table tallies (
  account_id integer not null,
  noun text not null,
  count integer not null,
  primary key (account_id, noun)
) strict, without rowid;

create table credentials (
  id integer primary key autoincrement,
  account_id integer not null,
  dialect text not null,
  scheme text not null,
  username text,
  password_hash text,
  token_hash text,
  permissions text not null,
  reveals_secrets integer not null,
  enabled integer not null,
  created_at integer not null,
  unique (dialect, username),
  unique (dialect, token_hash)
) strict;

create table networks (
  cidr text primary key
) strict, without rowid;

create table groups (
  account_id integer not null,
  id integer not null,
  hex_id text not null,
  name text not null,
  description text,
  column_a text,
  column_b text,
  column_c text,
  column_d text,
  column_e text,
  folder_id integer,
  planned_deletion_at integer,
  list_id text,
  count integer not null,
  next_entry_id integer not null,
  end_entry_id integer not null,
  created_at integer not null,
  updated_at integer not null,
  primary key (account_id, id),
  unique (account_id, hex_id)
) strict;
create index groups_by_name on groups (account_id, name, id);
create index groups_by_description on groups (account_id, description, id);
create index groups_by_count on groups (account_id, count, id);
create index groups_by_updated_at on groups (account_id, updated_at, id);

-- A version of a group's entries: chunks in order, as JSON triples [chunk id, entries in it, id of its first entry].
create table lists (
  account_id integer not null,
  id text not null,
  count integer not null,
  chunks text not null,
  primary key (account_id, id)
) strict;

create table chunks (
  account_id integer not null,
  id text not null,
  bytes blob not null,
  primary key (account_id, id)
) strict;

create table uploads (
  account_id integer not null,
  filename text not null,
  list_id text,
  count integer not null,
  created_at integer not null,
  expires_at integer not null,
  primary key (account_id, filename)
) strict;

create table extensions (
  account_id integer not null,
  id integer not null,
  hex_id text not null,
  number text not null,
  name text not null,
  sealed_secret text not null,
  digest text not null,
  technology text not null,
  active integer not null,
  caller_id_number text not null,
  call_record integer not null,
  push_notification integer not null,
  deny text not null,
  permit text not null,
  dtmf_mode text not null,
  can_reinvite integer not null,
  direct_media integer not null,
  context text not null,
  host text not null,
  kind text not null,
  nat text not null,
  port integer not null,
  qualify integer not null,
  call_group text not null,
  pickup_group text not null,
  call_counter integer not null,
  fax_detect integer not null,
  call_limit integer,
  trunk integer,
  transfer text,
  email text not null,
  forward_busy text not null,
  forward_no_answer text not null,
  forward_unavailable text not null,
  forward_all text not null,
  more_options text not null,
  description text not null,
  created_at integer not null,
  updated_at integer not null,
  primary key (account_id, id),
  unique (account_id, hex_id),
  unique (account_id, number)
) strict;

create table contacts (
  account_id integer not null,
  id integer not null,
  hex_id text not null,
  name text not null,
  number text not null,
  description text not null,
  created_at integer not null,
  updated_at integer not null,
  primary key (account_id, id),
  unique (account_id, hex_id)
) strict;
create index contacts_by_name on contacts (account_id, name, id);
create index contacts_by_number on contacts (account_id, number, id);
create index contacts_by_description on contacts (account_id, description, id);
create index contacts_by_updated_at on contacts (account_id, updated_at, id);

create table changes (
  number integer primary key,
  at integer not null,
  account_id integer,
  credential_id integer,
  origin text not null,
  noun text not null,
  verb text not null,
  subject text not null,
  before text,
  after text
) strict;
