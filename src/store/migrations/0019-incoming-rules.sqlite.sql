-- Who may call in by a trunk: numbers that are blocked, and numbers that are let in all the same. `labels` is a JSON array.
create table incoming_rules (
  account_id integer not null,
  id integer not null,
  hex_id text not null,
  verdict text not null,
  number text not null,
  labels text not null,
  comment text not null,
  created_at integer not null,
  updated_at integer not null,
  checksum integer,
  primary key (account_id, id)
) strict;
create unique index incoming_rules_by_hex_id on incoming_rules (account_id, hex_id);
create index incoming_rules_without_checksum on incoming_rules (account_id, id) where coalesce(checksum, 0) = 0;

-- Every spelling of the number of each rule, for the PBX, which compares texts. They follow from the rule and from the country
-- of its account, and are written anew with either.
create table incoming_spellings (
  account_id integer not null,
  number text not null,
  rule_id integer not null,
  verdict text not null,
  primary key (account_id, number, rule_id)
) strict;
create index incoming_spellings_by_rule on incoming_spellings (account_id, rule_id);

-- The verdict on callers of the account that the PBX serves. A number that is both blocked and allowed is allowed, whichever
-- of its rows is read.
create view pbx_callers as
select s.number,
  case when exists (
    select 1 from incoming_spellings a where a.account_id = s.account_id and a.number = s.number and a.verdict = 'allow'
  ) then 'allow' else 'block' end as verdict
from pbx_account p join incoming_spellings s on s.account_id = p.account_id;
