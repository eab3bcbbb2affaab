-- Recordings of calls. The sound lies in a file of that name in the folder of recordings; `sha256` shows that it is whole.
create table recordings (
  account_id integer not null,
  id integer not null,
  file text not null,
  call_id text not null,
  extension text not null,
  other text not null,
  started_at integer not null,
  ended_at integer not null,
  bytes integer not null,
  sha256 text not null,
  checksum integer,
  primary key (account_id, id)
) strict;
create unique index recordings_by_file on recordings (account_id, file);
create index recordings_without_checksum on recordings (account_id, id) where coalesce(checksum, 0) = 0;
-- Sound files as the PBX plays them: 8 kHz, 16 bits, mono. A file that no sound names stays for a time, for undos.
create table sound_files (
  account_id integer not null,
  filename text not null,
  sha256 text not null,
  created_at integer not null,
  bytes blob not null,
  checksum integer,
  primary key (account_id, filename)
) strict;
create index sound_files_without_checksum on sound_files (account_id, filename) where coalesce(checksum, 0) = 0;
-- Announcements, by the list of the vendor's interface that shows them: `pbx` or `autodialer`.
create table sounds (
  account_id integer not null,
  id integer not null,
  hex_id text not null,
  list text not null,
  name text not null,
  filename text not null,
  description text not null,
  created_at integer not null,
  updated_at integer not null,
  checksum integer,
  primary key (account_id, id)
) strict;
create unique index sounds_by_hex_id on sounds (account_id, hex_id);
create index sounds_without_checksum on sounds (account_id, id) where coalesce(checksum, 0) = 0;
-- Hours by weekday and holidays, in a time zone.
create table schedules (
  account_id integer not null,
  id integer not null,
  name text not null,
  time_zone text not null,
  hours text not null,
  holidays text not null,
  created_at integer not null,
  checksum integer,
  primary key (account_id, id)
) strict;
create unique index schedules_by_name on schedules (account_id, name);
create index schedules_without_checksum on schedules (account_id, id) where coalesce(checksum, 0) = 0;
-- What the PBX looks for: `schedule/weekday` (1 is Monday) and `schedule/20260321`, with the minutes of the day that are open:
-- `540-780|840-1080`. They follow from the schedule.
create table schedule_days (
  account_id integer not null,
  schedule_id integer not null,
  day text not null,
  minutes text not null,
  primary key (account_id, schedule_id, day)
) strict;

-- Where a route goes on: behind its announcement (`then`), while its schedule is `open` or `closed`, with a `fax`.
create table inbound_branches (
  account_id integer not null,
  route_id integer not null,
  name text not null,
  kind text not null,
  targets text not null,
  checksum integer,
  primary key (account_id, route_id, name)
) strict;
create index inbound_branches_without_checksum on inbound_branches (account_id, route_id, name) where coalesce(checksum, 0) = 0;
create view branch_decisions as
select d.account_id, d.route_id, d.name, d.targets, coalesce(d.trunk, 'none') as trunk,
  case when d.kind = 'outside' and (d.trunk is null or coalesce(d.rule, '') not like 'allow %') then 'refused' else d.kind end as kind,
  case when d.kind <> 'outside' then '' when d.trunk is null then 'no trunk' else coalesce(d.rule, 'no rule') end as rule
from (
  select b.account_id, b.route_id, b.name, b.kind, b.targets,
    (select min(name) from trunks where trunks.account_id = b.account_id) as trunk,
    (
      select case f.allowed when 1 then 'allow ' else 'deny ' end || f.prefix from forward_rules f
      where b.kind = 'outside' and f.account_id = b.account_id and f.prefix = substr(b.targets, 1, length(f.prefix))
      order by length(f.prefix) desc limit 1
    ) as rule
  from inbound_branches b
) d;

create view pbx_branches as
select cast(route_id as text) || '/' || name as number, kind, targets, trunk, rule from branch_decisions
where account_id = (select account_id from pbx_account);

-- The routes of the served account by their keys: the PBX finds the branches by the id.
create view pbx_inbound_ids as
select key as number, cast(route_id as text) as route from inbound_keys
where account_id = (select account_id from pbx_account);

create view pbx_schedules as
select cast(d.schedule_id as text) || '/' || d.day as number, d.minutes, s.time_zone from schedule_days d
join schedules s on s.account_id = d.account_id and s.id = d.schedule_id
where d.account_id = (select account_id from pbx_account);

-- The files of the sounds, by their ids and, of the vendor's list of the PBX, by their names.
create view pbx_sounds as
select s.hex_id as number, f.sha256 as file from sounds s
join sound_files f on f.account_id = s.account_id and f.filename = s.filename
where s.account_id = (select account_id from pbx_account)
union all
select s.name as number, f.sha256 as file from sounds s
join sound_files f on f.account_id = s.account_id and f.filename = s.filename
where s.account_id = (select account_id from pbx_account) and s.list = 'pbx';

-- The extensions whose calls are recorded.
create view pbx_recorded as
select number, cast(account_id as text) as account from extensions
where account_id = (select account_id from pbx_account) and call_record = 1;
