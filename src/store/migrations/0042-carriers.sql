-- The carriers of messages as servers know them. `place` says how far the messages that came in by one have been read. The rest is
-- what a server has told of it last, at `told_at`; null before that.
create table carriers (
  name text not null,
  place text,
  is_up integer,
  since integer,
  problem text,
  told_at integer,
  primary key (name)
) strict;
