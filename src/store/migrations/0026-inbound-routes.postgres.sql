-- Where calls go that come in by a trunk: by the trunk (empty for any) and the number, or what numbers begin with. `targets` are
-- numbers with a `-` between them.
create table inbound_routes (
  account_id integer not null,
  id integer not null,
  trunk text not null,
  number text not null,
  is_prefix integer not null,
  kind text not null,
  targets text not null,
  created_at integer not null,
  checksum integer not null default 0,
  primary key (account_id, id)
) strict;

-- What the PBX looks for, which compares texts: `trunk/number` in every spelling, `trunk/prefix*`. They follow from the route and from
-- the country of its account, and are written anew with either.
create table inbound_keys (
  account_id integer not null,
  key text not null,
  route_id integer not null,
  primary key (account_id, key, route_id)
) strict;
create index inbound_keys_by_route on inbound_keys (account_id, route_id);

create index extensions_by_caller_id on extensions (account_id, caller_id_number) where caller_id_number <> '';

-- What becomes of a call: the kind of the route, or `refused` where no rule allows the outside number.
create view inbound_decisions as
select d.account_id, d.key, d.id, d.targets, coalesce(d.trunk, 'none') as trunk,
  case when d.kind = 'outside' and (d.trunk is null or coalesce(d.rule, '') not like 'allow %') then 'refused' else d.kind end as kind,
  case when d.kind <> 'outside' then '' when d.trunk is null then 'no trunk' else coalesce(d.rule, 'no rule') end as rule
from (
  select k.account_id, k.key, r.id, r.kind, r.targets,
    (select min(name) from trunks where trunks.account_id = r.account_id) as trunk,
    (
      select case f.allowed when 1 then 'allow ' else 'deny ' end || f.prefix from forward_rules f
      where r.kind = 'outside' and f.account_id = r.account_id and f.prefix = substr(r.targets, 1, length(f.prefix))
      order by length(f.prefix) desc limit 1
    ) as rule
  from inbound_keys k join inbound_routes r on r.account_id = k.account_id and r.id = k.route_id
) d;

create view pbx_inbound as
select key as number, kind, targets, trunk, rule from inbound_decisions
where account_id = (select account_id from pbx_account);

-- The extensions by the number that they show, and how many show the same one.
create view pbx_numbers as
select e.caller_id_number as number, e.number as extension, cast((
    select count(*) from extensions o where o.account_id = e.account_id and o.caller_id_number = e.caller_id_number
    and o.caller_id_number <> ''
  ) as text) as holders
from extensions e
where e.account_id = (select p.account_id from pbx_account p join accounts a on a.id = p.account_id and a.enabled = 1)
  and e.caller_id_number <> '';
