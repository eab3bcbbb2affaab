-- People who use the page, and their sessions. Of a password, an invitation and a session only hashes are kept.
create table people (
  id integer primary key autoincrement,
  account_id integer,
  name text not null,
  folded_name text not null unique,
  role text not null,
  password_hash text,
  invitation_hash text unique,
  invited_until integer,
  enabled integer not null,
  created_at integer not null,
  checksum integer not null
) strict;
create table sessions (
  id integer primary key autoincrement,
  person_id integer not null,
  token_hash text not null unique,
  address text not null,
  agent text not null,
  created_at integer not null,
  until integer not null,
  checksum integer not null
) strict;
create index sessions_by_person on sessions (person_id);
