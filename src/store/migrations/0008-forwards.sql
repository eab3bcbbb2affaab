-- Which outside numbers a call may be forwarded to: the longest prefix of a number decides, and none is a no.
create table forward_rules (
  account_id integer not null,
  prefix text not null,
  allowed integer not null,
  primary key (account_id, prefix)
) strict;

-- Ways out of the PBX. The first by name takes the calls that go out.
create table trunks (
  account_id integer not null,
  name text not null,
  host text not null,
  port integer not null,
  username text,
  sealed_password text,
  primary key (account_id, name)
) strict;

-- What the settings say of calls, for whoever routes them; `dialbook pbx config` writes it. Until then 20 s and `fallback` hold:
-- a new book has no row at all.
create table call_settings (
  one integer primary key check (one = 1),
  ring_time integer not null,
  forward_all text not null check (forward_all in ('fallback', 'always'))
) strict;

-- Where each extension's forward policy points to under each condition, and which of its targets that is. The target for all
-- calls stands in for one that is not set; the condition `always`, before anything rings, has one only if the setting says so.
create view forward_targets as
select e.account_id, e.number, c.condition,
  case
    when c.condition = 'always' then case when s.forward_all = 'always' then e.forward_all else '' end
    when c.condition = 'busy' and e.forward_busy <> '' then e.forward_busy
    when c.condition = 'no_answer' and e.forward_no_answer <> '' then e.forward_no_answer
    when c.condition = 'unavailable' and e.forward_unavailable <> '' then e.forward_unavailable
    else e.forward_all
  end as target,
  case
    when c.condition = 'busy' and e.forward_busy <> '' then 'busy'
    when c.condition = 'no_answer' and e.forward_no_answer <> '' then 'no_answer'
    when c.condition = 'unavailable' and e.forward_unavailable <> '' then 'unavailable'
    else 'all'
  end as source
from extensions e
left join call_settings s on s.one = 1
cross join (
  select 'always' as condition union all select 'busy' union all select 'no_answer' union all select 'unavailable'
) c;

-- What becomes of each: `extension` and `outside` are taken, `none` and `refused` end with the condition itself. The longest
-- prefix of the target is the rule for it.
create view forward_decisions as
select v.account_id, v.number, v.condition, v.target, v.source,
  case
    when v.target = '' then 'none'
    when v.is_extension then 'extension'
    when v.trunk is null then 'refused'
    when v.rule like 'allow %' then 'outside'
    else 'refused'
  end as kind,
  case
    when v.target = '' then ''
    when v.is_extension then 'an extension'
    when v.trunk is null then 'no trunk'
    else coalesce(v.rule, 'no rule')
  end as rule
from (
  select t.*,
    exists (select 1 from extensions x where x.account_id = t.account_id and x.number = t.target) as is_extension,
    (select min(name) from trunks where trunks.account_id = t.account_id) as trunk,
    (
      select case r.allowed when 1 then 'allow ' else 'deny ' end || r.prefix from forward_rules r
      where r.account_id = t.account_id and r.prefix = substr(t.target, 1, length(r.prefix))
      order by length(r.prefix) desc limit 1
    ) as rule
  from forward_targets t
) v;

-- All that routes a call to an extension, in one row: whoever routes, or foretells it, reads it here. A decision is
-- `kind|target|source|rule`. `callable` is 0 for one that the PBX does not have; `call_limit` 0 is no limit.
create view call_routes as
select e.account_id, e.number, coalesce(s.ring_time, 20) as ring_time,
  coalesce(e.call_limit, 0) as call_limit,
  case when e.active = 1 and e.technology = 'SIP' then 1 else 0 end as callable,
  coalesce((select min(name) from trunks where trunks.account_id = e.account_id), 'none') as trunk,
  (select d.kind || '|' || d.target || '|' || d.source || '|' || d.rule from forward_decisions d
    where d.account_id = e.account_id and d.number = e.number and d.condition = 'always') as forward_always,
  (select d.kind || '|' || d.target || '|' || d.source || '|' || d.rule from forward_decisions d
    where d.account_id = e.account_id and d.number = e.number and d.condition = 'busy') as forward_busy,
  (select d.kind || '|' || d.target || '|' || d.source || '|' || d.rule from forward_decisions d
    where d.account_id = e.account_id and d.number = e.number and d.condition = 'no_answer') as forward_no_answer,
  (select d.kind || '|' || d.target || '|' || d.source || '|' || d.rule from forward_decisions d
    where d.account_id = e.account_id and d.number = e.number and d.condition = 'unavailable') as forward_unavailable
from accounts a
join extensions e on e.account_id = a.id
left join call_settings s on s.one = 1
where a.enabled = 1;

-- The routes of the account that the PBX serves.
create view pbx_routes as
select r.* from pbx_account p join call_routes r on r.account_id = p.account_id;

-- For the calls that extensions make to outside numbers: the rules of that account, and its trunk under the prefix `any`.
create view pbx_outside as
select 'any' as prefix, 'allow' as verdict, t.name as trunk
from pbx_account p
join trunks t on t.account_id = p.account_id
where t.name = (select min(name) from trunks where trunks.account_id = p.account_id)
union all
select r.prefix, case r.allowed when 1 then 'allow' else 'deny' end, 'none'
from pbx_account p
join forward_rules r on r.account_id = p.account_id;
