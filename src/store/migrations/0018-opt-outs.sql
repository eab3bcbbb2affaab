-- People who are closed for a channel, by number, by e-mail address, or by both. A row never changes. No import, upload
-- or undo of a list touches this table.
create table opt_outs (
  account_id integer not null,
  id integer not null,
  number text,
  international text,
  email text,
  folded_email text,
  channel text not null,
  since integer not null,
  reason text,
  unsubscribe_reason integer,
  source text not null,
  credential_id integer,
  author text,
  checksum integer not null,
  primary key (account_id, id)
) strict;
create index opt_outs_by_number on opt_outs (account_id, number) where number is not null;
create index opt_outs_by_international on opt_outs (account_id, international) where international is not null;
create index opt_outs_by_email on opt_outs (account_id, folded_email) where folded_email is not null;
create index opt_outs_without_checksum on opt_outs (account_id, id) where coalesce(checksum, 0) = 0;
