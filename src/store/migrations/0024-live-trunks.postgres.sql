-- Trunks live in Asterisk by views, like extensions: their order, several hosts, a registration, what they do with numbers, and the
-- settings that the vendor's wire knows. A trunk from before has an id by its place, and is not asked whether it is there.
alter table trunks add column hex_id text not null default '';
alter table trunks add column place integer not null default 100;
alter table trunks add column active integer not null default 1;
alter table trunks add column kind text not null default 'friend';
-- More hosts, in their order, as they stand in an address: `sip2.example:5060|[::1]:5070`.
alter table trunks add column more_hosts text not null default '';
alter table trunks add column realm text not null default '';
alter table trunks add column from_user text not null default '';
alter table trunks add column registers integer not null default 0;
-- Where it registers, as in an address; empty for its host.
alter table trunks add column registrar text not null default '';
alter table trunks add column contact_user text not null default '';
alter table trunks add column expiry integer not null default 3600;
alter table trunks add column strip integer not null default 0;
alter table trunks add column add_prefix text not null default '';
-- What numbers begin with that it takes, with `|` between them; empty for all.
alter table trunks add column only_prefixes text not null default '';
alter table trunks add column qualify integer not null default 0;
alter table trunks add column deny text not null default '0.0.0.0/0.0.0.0';
alter table trunks add column permit text not null default '0.0.0.0/0.0.0.0';
alter table trunks add column dtmf_mode text not null default 'rfc2833';
alter table trunks add column can_reinvite integer not null default 0;
alter table trunks add column direct_media integer not null default 0;
alter table trunks add column nat text not null default 'no';
alter table trunks add column codecs text not null default 'ulaw,alaw,g722';
alter table trunks add column context text not null default 'from-pstn';
alter table trunks add column insecure text not null default 'port,invite';
alter table trunks add column disallow text not null default 'all';
alter table trunks add column more_options text not null default '';
alter table trunks add column description text not null default '';
alter table trunks add column created_at integer not null default 0;
alter table trunks add column updated_at integer not null default 0;
update trunks set checksum = 0, hex_id = (
  select substr('000000000000000000000000' || cast(count(*) as text), length(cast(count(*) as text)) + 1)
  from trunks o where o.account_id = trunks.account_id and o.name <= trunks.name
);
create unique index trunks_by_hex_id on trunks (account_id, hex_id);

-- What Asterisk needs of each trunk beside that, made from the trunk and its account: the password, which the other server
-- wants to see proven, the addresses of its hosts, and the digits of the country. Like all `index_…` it is in no backup.
create table index_trunks (
  account_id integer not null,
  name text not null,
  -- Empty where a realm is named: then there is only the digest for that realm, as `MD5:…`.
  password text not null,
  digest text not null,
  addresses text not null,
  calling_code text not null,
  trunk_prefix text not null,
  exit_code text not null,
  primary key (account_id, name)
) strict;

-- The hosts of each trunk in their order, as they stand in an address. One that does not answer dialbook's OPTIONS is asked last.
create table index_trunk_hosts (
  account_id integer not null,
  name text not null,
  place integer not null,
  target text not null,
  is_silent integer not null default 0,
  primary key (account_id, name, place)
) strict;

-- What dialbook has seen of each trunk.
create table index_trunk_states (
  account_id integer not null,
  name text not null,
  state text not null,
  -- What Asterisk says of its registration; empty where it does not register.
  registration text not null,
  changed_at integer not null,
  primary key (account_id, name)
) strict;

-- The trunks of the account that the PBX serves, with the facts that it needs. A trunk without an address leads nowhere.
create view served_trunks as
select t.*, i.password, i.digest, i.addresses, i.calling_code, i.trunk_prefix, i.exit_code,
  (select h.target from index_trunk_hosts h where h.account_id = t.account_id and h.name = t.name and h.place = 1) as target,
  case when coalesce(t.username, '') <> '' and (i.password <> '' or i.digest <> '') then t.name else '' end as auth
from trunks t
join index_trunks i on i.account_id = t.account_id and i.name = t.name
where t.account_id = (select p.account_id from pbx_account p join accounts a on a.id = p.account_id and a.enabled = 1)
  and t.active = 1 and t.host <> '';

create view ps_trunks as
select
  name as id,
  name as aors,
  auth as outbound_auth,
  'transport-udp' as transport,
  'from_trunk' as context,
  'all' as disallow,
  codecs as allow,
  deny as deny,
  permit as permit,
  case dtmf_mode when 'rfc2833' then 'rfc4733' when 'shortinfo' then 'info' else dtmf_mode end as dtmf_mode,
  case when nat = 'no' then 'no' else 'yes' end as rtp_symmetric,
  'yes' as force_rport,
  'no' as rewrite_contact,
  case when direct_media = 1 and can_reinvite = 1 then 'yes' else 'no' end as direct_media,
  'no' as allow_transfer,
  case when from_user <> '' then from_user when username is null or caller_id = 'from' then '' else username end as from_user,
  case caller_id when 'pai' then 'yes' else 'no' end as send_pai,
  case caller_id when 'rpid' then 'yes' else 'no' end as send_rpid,
  -- A number that the caller withholds is told to the provider all the same, with `Privacy: id`.
  case when caller_id in ('pai', 'rpid') then 'yes' else 'no' end as trust_id_outbound,
  '' as mailboxes
from served_trunks;

-- The only view that has passwords. Nobody may read it but the role of the PBX, and who owns the book.
create view ps_trunk_auths as
select
  name as id,
  'digest' as auth_type,
  username as username,
  case when digest = '' then '' else realm end as realm,
  -- Asterisk's driver parts a value at `;` and takes the spaces around it away, unless they are written as ^3B and ^20.
  replace(replace(replace(password, '^', '^5E'), ';', '^3B'), ' ', '^20') as password,
  digest as password_digest
from served_trunks where auth <> '';

create view ps_trunk_aors as
select name as id, '0' as max_contacts, 'sip:' || target as contact, '' as mailboxes from served_trunks;

-- A trunk that is only for calls out has no address from which calls come in.
create view ps_trunk_ips as
select name as id, name as endpoint, addresses as "match" from served_trunks where addresses <> '' and kind <> 'user';

-- Asterisk compares the sender of a message with all of these, and takes them from one view.
create view ps_ips as
select id, endpoint, "match" from ps_endpoint_id_ips
union all
select id, endpoint, "match" from ps_trunk_ips;

create view ps_trunk_registrations as
select
  name as id,
  'transport-udp' as transport,
  'sip:' || case when registrar = '' then target else registrar end as server_uri,
  'sip:' || username || '@' || case when registrar = '' then target else registrar end as client_uri,
  case when contact_user = '' then username else contact_user end as contact_user,
  auth as outbound_auth,
  cast(expiry as text) as expiration,
  '30' as retry_interval,
  '60' as forbidden_retry_interval,
  '60' as fatal_retry_interval,
  '1000000' as max_retries,
  'no' as auth_rejection_permanent,
  -- A call to this contact is the trunk's, from whatever address it comes.
  'yes' as line,
  name as endpoint
from served_trunks where registers = 1 and auth <> '';

-- The ways out in their order, 1, 2, 3 and so on, as the dialplan goes through them: each host of each trunk, those that are silent
-- last. With each how the caller is shown, and the digits before numbers in the country.
create view pbx_lines as
select
  cast(row_number() over (order by h.is_silent, t.place, t.name, h.place) as text) as place,
  t.name as name,
  h.target as target,
  cast(t.strip as text) as strip,
  t.add_prefix as added,
  t.only_prefixes as only_for,
  t.caller_id as way,
  t.number_form as form,
  coalesce(t.default_number, '') as shown,
  coalesce(t.privacy_prefix, '') as private,
  t.calling_code as code,
  t.trunk_prefix as zero,
  t.exit_code as exit
from served_trunks t
join index_trunk_hosts h on h.account_id = t.account_id and h.name = t.name
where t.kind <> 'peer';

-- The digits before numbers in the country, for calls that come in by a trunk.
create view pbx_trunks as
select name as name, calling_code as code, trunk_prefix as zero, exit_code as exit from served_trunks;

-- Numbers that the account has put to the emergency numbers of its country, or taken from them.
create table emergency_numbers (
  account_id integer not null,
  number text not null,
  is_emergency integer not null,
  checksum integer not null default 0,
  primary key (account_id, number)
) strict;

-- The numbers that go out whatever extensions there are, made from those and the country.
create table index_emergency (
  account_id integer not null,
  number text not null,
  primary key (account_id, number)
) strict;

create view pbx_emergency as
select number from index_emergency where account_id = (select account_id from pbx_account);
