-- The keys of calls know when the call began, so that the calls of a number are found in the order in which they began.
create table newer_call_parties (
  account_id integer not null,
  party text not null,
  started_at integer not null,
  call_id integer not null,
  primary key (account_id, party, started_at, call_id)
) strict, without rowid;
insert into newer_call_parties (account_id, party, started_at, call_id)
  select p.account_id, p.party, c.started_at, p.call_id
  from call_parties p join calls c on c.account_id = p.account_id and c.id = p.call_id
  order by p.account_id, p.party, c.started_at, p.call_id;
drop table call_parties;
alter table newer_call_parties rename to call_parties;
create index call_parties_by_call on call_parties (account_id, call_id);
