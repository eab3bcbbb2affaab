-- What the PBX reads for a registration, in rows that are found by their key, and in views that take little to prepare: SQLite prepares each statement anew,
-- and that was a third of a registration. All of it follows from other rows, and triggers write it with them.

drop view ps_phones_more;
drop view ps_phones;
drop view ps_auths;
drop view ps_aors;
drop view ps_ips;
drop view ps_endpoints;

drop trigger index_phone_added;
drop trigger index_phone_changed;
drop trigger index_phone_removed;
drop trigger index_phone_options_added;
drop trigger index_phone_options_changed;
drop trigger index_phone_options_removed;

drop view derived_phones;
drop table index_phones;

-- The account that the PBX serves, null for none, and the settings of calls, as the PBX reads them.
create table index_pbx (
  one integer primary key check (one = 1),
  account_id integer,
  media_address text not null,
  rtp_timeout text not null,
  rtp_timeout_on_hold text not null,
  session_expires text not null,
  translates_opus integer not null
) strict;
create view derived_pbx as
select
  1 as one,
  (select p.account_id from pbx_account p join accounts a on a.id = p.account_id and a.enabled = 1) as account_id,
  coalesce((select media_address from call_settings), '') as media_address,
  coalesce((select cast(rtp_timeout as text) from call_settings), '60') as rtp_timeout,
  coalesce((select cast(rtp_timeout_on_hold as text) from call_settings), '900') as rtp_timeout_on_hold,
  coalesce((select cast(session_expires as text) from call_settings), '600') as session_expires,
  coalesce((select translates_opus from call_settings), 0) as translates_opus;
insert into index_pbx select * from derived_pbx;

create trigger index_pbx_pbx_account_insert after insert on pbx_account begin delete from index_pbx; insert into index_pbx select * from derived_pbx; end;
create trigger index_pbx_pbx_account_update after update on pbx_account begin delete from index_pbx; insert into index_pbx select * from derived_pbx; end;
create trigger index_pbx_pbx_account_delete after delete on pbx_account begin delete from index_pbx; insert into index_pbx select * from derived_pbx; end;
create trigger index_pbx_accounts_insert after insert on accounts begin delete from index_pbx; insert into index_pbx select * from derived_pbx; end;
create trigger index_pbx_accounts_update after update of id, enabled on accounts begin delete from index_pbx; insert into index_pbx select * from derived_pbx; end;
create trigger index_pbx_accounts_delete after delete on accounts begin delete from index_pbx; insert into index_pbx select * from derived_pbx; end;
create trigger index_pbx_call_settings_insert after insert on call_settings begin delete from index_pbx; insert into index_pbx select * from derived_pbx; end;
create trigger index_pbx_call_settings_update after update on call_settings begin delete from index_pbx; insert into index_pbx select * from derived_pbx; end;
create trigger index_pbx_call_settings_delete after delete on call_settings begin delete from index_pbx; insert into index_pbx select * from derived_pbx; end;

create table index_phones (
  account_id integer not null,
  number text not null,
  extension_id integer not null,
  -- Whether something is other than ps_phones has it for all: then the extension is in ps_phones_more.
  has_more integer not null,
  auth text not null,
  context text not null,
  deny text not null,
  permit text not null,
  dtmf_mode text not null,
  behind_nat text not null,
  direct_media text not null,
  call_group text not null,
  pickup_group text not null,
  transfer text not null,
  callerid text not null,
  busy_at text not null,
  t38 text not null,
  password_digest text not null,
  max_contacts text not null,
  qualify_frequency text not null,
  contact text not null,
  mailboxes text not null,
  address text not null,
  -- Asterisk wants them in falling order. A view that sorted them would take longer to prepare.
  primary key (account_id, number desc)
) strict, without rowid;

-- An extension that is off, or of another technology, is none for the PBX. One that may only be called has a context of its own, in which nothing can be
-- dialled. A gateway calls without a secret: from its address, and from no other. Where nothing is denied there is no list of addresses to make.
create view derived_phones as
select
  e.account_id,
  e.number,
  e.id as extension_id,
  case when o.extension_id is null and e.dtmf_mode in ('rfc2833', 'rfc4733') and coalesce(e.transfer, 'yes') = 'yes' and e.fax_detect = 0 then 0 else 1 end as has_more,
  case when e.gateway = 1 then '' else e.number end as auth,
  case when e.kind = 'peer' then 'called_only' else e.context end as context,
  case when e.gateway = 1 then '0.0.0.0/0.0.0.0,::/0' when e.deny = '0.0.0.0/0.0.0.0' and e.permit = '0.0.0.0/0.0.0.0' then '' else e.deny end as deny,
  case when e.gateway = 1 then e.host when e.deny = '0.0.0.0/0.0.0.0' and e.permit = '0.0.0.0/0.0.0.0' then '' else e.permit end as permit,
  case e.dtmf_mode when 'rfc2833' then 'rfc4733' when 'shortinfo' then 'info' else e.dtmf_mode end as dtmf_mode,
  case when e.nat = 'no' then 'no' else 'yes' end as behind_nat,
  case when e.direct_media = 1 and e.can_reinvite = 1 then 'yes' else 'no' end as direct_media,
  e.call_group,
  e.pickup_group,
  case when coalesce(e.transfer, 'yes') = 'yes' then 'yes' else 'no' end as transfer,
  -- A name is cut to the 79 bytes that the PBX takes, and never within a character. Characters that would end the name,
  -- or the whole value, are replaced.
  '"' || replace(replace(replace(replace(replace(replace(
      case when octet_length(coalesce(o.callerid_name, e.name)) < 80 then coalesce(o.callerid_name, e.name)
      else substr(coalesce(o.callerid_name, e.name), 1, (
        with recursive cut(size) as (select 19 union all select size + 1 from cut where size < 79)
        select max(size) from cut where octet_length(substr(coalesce(o.callerid_name, e.name), 1, size)) < 80
      )) end,
      '"', ''''), '\', '/'), '<', '('), '>', ')'), ';', ','), '^', '')
    || '" <' || coalesce(o.callerid_number, case when e.caller_id_number = '' then e.number else e.caller_id_number end) || '>' as callerid,
  case when e.call_counter = 1 then coalesce(cast(e.call_limit as text), '0') else '0' end as busy_at,
  case when e.fax_detect = 1 then 'yes' else 'no' end as t38,
  'MD5:' || e.digest as password_digest,
  case when e.host = 'dynamic' then coalesce(o.max_contacts, '1') else '0' end as max_contacts,
  case when e.qualify = 1 then '60' else '0' end as qualify_frequency,
  case when e.host = 'dynamic' then ''
    else 'sip:' || e.number || '@' || case when e.host like '%:%' then '[' || e.host || ']' else e.host end || ':' || cast(e.port as text) end as contact,
  case when e.host = 'dynamic' then e.number || '@dialbook' else '' end as mailboxes,
  -- A name would have to be looked up.
  case when e.host <> 'dynamic' and (e.host like '%:%' or lower(e.host) = upper(e.host)) then e.host else '' end as address
from extensions e
left join endpoint_options o on o.account_id = e.account_id and o.extension_id = e.id
where e.active = 1 and e.technology = 'SIP';

-- The addresses from which calls are an extension's or a trunk's whatever name they give. Asterisk reads all of them for every message.
create table index_addresses (
  account_id integer not null,
  name text not null,
  of_trunk integer not null,
  addresses text not null,
  primary key (account_id, name, of_trunk)
) strict, without rowid;
-- A trunk that is only for calls out has no address from which calls come in.
create view derived_addresses as
select account_id, number as name, 0 as of_trunk, address as addresses from derived_phones where address <> ''
union all
select t.account_id, t.name, 1, i.addresses
from trunks t
join index_trunks i on i.account_id = t.account_id and i.name = t.name
where t.active = 1 and t.host <> '' and t.kind <> 'user' and i.addresses <> '';

create trigger index_phone_added after insert on extensions begin
  insert into index_phones select * from derived_phones where account_id = new.account_id and extension_id = new.id;
end;
create trigger index_phone_changed after update on extensions begin
  delete from index_phones where account_id = old.account_id and number = old.number;
  insert into index_phones select * from derived_phones where account_id = new.account_id and extension_id = new.id;
end;
create trigger index_phone_removed after delete on extensions begin
  delete from index_phones where account_id = old.account_id and number = old.number;
end;
create trigger index_phone_options_added after insert on endpoint_options begin
  delete from index_phones where account_id = new.account_id and number = (select number from extensions where account_id = new.account_id and id = new.extension_id);
  insert into index_phones select * from derived_phones where account_id = new.account_id and extension_id = new.extension_id;
end;
create trigger index_phone_options_changed after update on endpoint_options begin
  delete from index_phones where account_id = new.account_id and number = (select number from extensions where account_id = new.account_id and id = new.extension_id);
  insert into index_phones select * from derived_phones where account_id = new.account_id and extension_id = new.extension_id;
end;
create trigger index_phone_options_removed after delete on endpoint_options begin
  delete from index_phones where account_id = old.account_id and number = (select number from extensions where account_id = old.account_id and id = old.extension_id);
  insert into index_phones select * from derived_phones where account_id = old.account_id and extension_id = old.extension_id;
end;
create trigger index_address_added after insert on index_phones when new.address <> '' begin
  insert into index_addresses values (new.account_id, new.number, 0, new.address);
end;
create trigger index_address_removed after delete on index_phones when old.address <> '' begin
  delete from index_addresses where account_id = old.account_id and name = old.number and of_trunk = 0;
end;
create trigger index_address_trunks_insert after insert on trunks begin
  delete from index_addresses where account_id = new.account_id and name = new.name and of_trunk = 1;
  insert into index_addresses select * from derived_addresses where account_id = new.account_id and name = new.name and of_trunk = 1;
end;
create trigger index_address_trunks_update after update on trunks begin
  delete from index_addresses where account_id = old.account_id and name = old.name and of_trunk = 1;
  delete from index_addresses where account_id = new.account_id and name = new.name and of_trunk = 1;
  insert into index_addresses select * from derived_addresses where account_id = new.account_id and name = new.name and of_trunk = 1;
end;
create trigger index_address_trunks_delete after delete on trunks begin
  delete from index_addresses where account_id = old.account_id and name = old.name and of_trunk = 1;
end;
create trigger index_address_index_trunks_insert after insert on index_trunks begin
  delete from index_addresses where account_id = new.account_id and name = new.name and of_trunk = 1;
  insert into index_addresses select * from derived_addresses where account_id = new.account_id and name = new.name and of_trunk = 1;
end;
create trigger index_address_index_trunks_update after update on index_trunks begin
  delete from index_addresses where account_id = old.account_id and name = old.name and of_trunk = 1;
  delete from index_addresses where account_id = new.account_id and name = new.name and of_trunk = 1;
  insert into index_addresses select * from derived_addresses where account_id = new.account_id and name = new.name and of_trunk = 1;
end;
create trigger index_address_index_trunks_delete after delete on index_trunks begin
  delete from index_addresses where account_id = old.account_id and name = old.name and of_trunk = 1;
end;

insert into index_phones select * from derived_phones;
insert into index_addresses select * from derived_addresses where of_trunk = 1;

-- An extension as the PBX reads it for each message: only what differs from the PBX's own defaults. Where nothing is blocked there is no list of addresses to
-- read. Without a transport calls go to a phone by the way it came.
create view ps_phones as
select
  p.number as id,
  p.number as aors,
  p.auth as auth,
  p.context as context,
  'ulaw,alaw,g722' as allow,
  p.deny as deny,
  p.permit as permit,
  case when exists (select 1 from blocks where dialect = 'sip') then p.number else '' end as acl,
  p.behind_nat as rtp_symmetric,
  p.behind_nat as force_rport,
  p.behind_nat as rewrite_contact,
  p.direct_media as direct_media,
  p.call_group as call_group,
  p.pickup_group as pickup_group,
  p.callerid as callerid,
  '' as mailboxes,
  p.busy_at as device_state_busy_at,
  s.media_address as media_address,
  'yes' as bind_rtp_to_media_address,
  s.rtp_timeout as rtp_timeout,
  s.rtp_timeout_on_hold as rtp_timeout_hold,
  'always' as timers,
  s.session_expires as timers_sess_expires
from index_pbx s
cross join index_phones p
where p.account_id = s.account_id and p.has_more = 0;

-- An extension with something that few have, in all its options.
create view ps_phones_more as
select
  p.number as id, p.number as aors, p.auth as auth, p.context as context, 'all' as disallow,
  case when o.webrtc = 'yes' and s.translates_opus = 1 then coalesce(o.allow, 'opus,ulaw,alaw,g722') else coalesce(o.allow, 'ulaw,alaw,g722') end as allow,
  p.deny as deny, p.permit as permit, case when exists (select 1 from blocks where dialect = 'sip') then p.number else '' end as acl, p.dtmf_mode as dtmf_mode,
  p.behind_nat as rtp_symmetric, p.behind_nat as force_rport,
  -- A phone that encrypts is called by the connection that it has made.
  case when o.webrtc = 'yes' or o.media_encryption <> 'no' then 'yes' else p.behind_nat end as rewrite_contact,
  p.direct_media as direct_media, p.call_group as call_group, p.pickup_group as pickup_group, 'no' as fax_detect,
  p.transfer as allow_transfer, p.callerid as callerid, coalesce(o.mailboxes, '') as mailboxes,
  coalesce(o.device_state_busy_at, p.busy_at) as device_state_busy_at,
  coalesce(o."100rel", 'yes') as "100rel",
  coalesce(o.accept_multiple_sdp_answers, 'no') as accept_multiple_sdp_answers,
  coalesce(o.accountcode, '') as accountcode,
  coalesce(o.allow_overlap, 'yes') as allow_overlap,
  coalesce(o.allow_subscribe, 'yes') as allow_subscribe,
  coalesce(o.asymmetric_rtp_codec, 'no') as asymmetric_rtp_codec,
  coalesce(o.callerid_privacy, 'allowed_not_screened') as callerid_privacy,
  coalesce(o.callerid_tag, '') as callerid_tag,
  coalesce(o.connected_line_method, 'invite') as connected_line_method,
  coalesce(o.cos_audio, '0') as cos_audio,
  coalesce(o.direct_media_glare_mitigation, 'none') as direct_media_glare_mitigation,
  coalesce(o.direct_media_method, 'invite') as direct_media_method,
  coalesce(o.disable_direct_media_on_nat, 'no') as disable_direct_media_on_nat,
  coalesce(o.fax_detect_timeout, '0') as fax_detect_timeout,
  coalesce(o.follow_early_media_fork, 'yes') as follow_early_media_fork,
  coalesce(o.from_domain, '') as from_domain,
  coalesce(o.from_user, '') as from_user,
  coalesce(o.ice_support, 'no') as ice_support,
  coalesce(o.ignore_183_without_sdp, 'no') as ignore_183_without_sdp,
  coalesce(o.inband_progress, 'no') as inband_progress,
  coalesce(o.language, '') as language,
  coalesce(o.moh_passthrough, 'no') as moh_passthrough,
  coalesce(o.named_call_group, '') as named_call_group,
  coalesce(o.named_pickup_group, '') as named_pickup_group,
  coalesce(o.notify_early_inuse_ringing, 'no') as notify_early_inuse_ringing,
  coalesce(o.refer_blind_progress, 'yes') as refer_blind_progress,
  coalesce(o.rpid_immediate, 'no') as rpid_immediate,
  coalesce(o.rtcp_mux, 'no') as rtcp_mux,
  coalesce(o.rtp_keepalive, '0') as rtp_keepalive,
  coalesce(o.send_connected_line, 'yes') as send_connected_line,
  coalesce(o.send_diversion, 'yes') as send_diversion,
  coalesce(o.send_history_info, 'no') as send_history_info,
  coalesce(o.send_pai, 'no') as send_pai,
  coalesce(o.send_rpid, 'no') as send_rpid,
  coalesce(o.suppress_q850_reason_headers, 'no') as suppress_q850_reason_headers,
  coalesce(o.t38_udptl_ec, 'none') as t38_udptl_ec,
  coalesce(o.t38_udptl_nat, 'no') as t38_udptl_nat,
  coalesce(o.tos_audio, '0') as tos_audio,
  coalesce(o.trust_connected_line, 'yes') as trust_connected_line,
  coalesce(o.trust_id_inbound, 'no') as trust_id_inbound,
  coalesce(o.trust_id_outbound, 'no') as trust_id_outbound,
  coalesce(o.use_ptime, 'no') as use_ptime,
  coalesce(o.user_eq_phone, 'no') as user_eq_phone,
  coalesce(o.media_encryption, 'no') as media_encryption,
  coalesce(o.moh_suggest, 'default') as moh_suggest,
  coalesce(o.set_var, '') as set_var,
  coalesce(o.subscribe_context, '') as subscribe_context,
  coalesce(o.t38_udptl_maxdatagram, '0') as t38_udptl_maxdatagram,
  coalesce(o.rtp_ipv6, 'no') as rtp_ipv6,
  coalesce(o.webrtc, 'no') as webrtc,
  coalesce(o.timers, 'always') as timers,
  coalesce(o.timers_min_se, '90') as timers_min_se,
  coalesce(o.t38_udptl, p.t38) as t38_udptl,
  case when coalesce(o.t38_udptl, p.t38) = 'yes' then 'yes' else 'no' end as t38_bind_udptl_to_media_address,
  s.media_address as media_address,
  'yes' as bind_rtp_to_media_address,
  coalesce(o.rtp_timeout, s.rtp_timeout) as rtp_timeout,
  coalesce(o.rtp_timeout_hold, s.rtp_timeout_on_hold) as rtp_timeout_hold,
  -- A session is not refreshed more often than its phone takes.
  coalesce(o.timers_sess_expires, case
    when cast(coalesce(o.timers_min_se, '90') as integer) > cast(s.session_expires as integer) then o.timers_min_se else s.session_expires end) as timers_sess_expires
from index_pbx s
cross join index_phones p
left join endpoint_options o on o.account_id = p.account_id and o.extension_id = p.extension_id
where p.account_id = s.account_id and p.has_more = 1;

create view ps_auths as
select p.number as id, p.number as username, 'digest' as auth_type, p.password_digest as password_digest
from index_pbx s
cross join index_phones p
where p.account_id = s.account_id;

create view ps_aors as
select
  p.number as id,
  p.max_contacts as max_contacts,
  'yes' as remove_existing,
  '60' as minimum_expiration,
  '600' as default_expiration,
  '600' as maximum_expiration,
  p.qualify_frequency as qualify_frequency,
  '2.0' as qualify_timeout,
  p.contact as contact,
  p.mailboxes as mailboxes
from index_pbx s
cross join index_phones p
where p.account_id = s.account_id;

create view ps_ips as
select a.name as id, a.name as endpoint, a.addresses as "match"
from index_pbx s
cross join index_addresses a
where a.account_id = s.account_id;

-- How many calls began on a day (UTC) in each way and with each end: of all (no trunk), and by each trunk. Totals and far pages of the ledger are found by it.
create table index_call_days (
  account_id integer not null,
  trunk text not null,
  day integer not null,
  way text not null,
  disposition text not null,
  calls integer not null,
  primary key (account_id, trunk, day, way, disposition)
) strict, without rowid;
create trigger index_call_day_added after insert on calls begin
  insert into index_call_days select new.account_id, k.trunk, new.started_at / 86400000000, new.way, new.disposition, 1
      from (select '' as trunk union select new.entry_trunk union select new.exit_trunk) k where true
      on conflict (account_id, trunk, day, way, disposition) do update set calls = index_call_days.calls + 1;
end;
create trigger index_call_day_changed after update of started_at, way, disposition, entry_trunk, exit_trunk on calls begin
  update index_call_days set calls = calls - 1 where account_id = old.account_id and trunk in ('', old.entry_trunk, old.exit_trunk)
      and day = old.started_at / 86400000000 and way = old.way and disposition = old.disposition;
  delete from index_call_days where account_id = old.account_id and trunk in ('', old.entry_trunk, old.exit_trunk)
      and day = old.started_at / 86400000000 and way = old.way and disposition = old.disposition and calls = 0;
  insert into index_call_days select new.account_id, k.trunk, new.started_at / 86400000000, new.way, new.disposition, 1
      from (select '' as trunk union select new.entry_trunk union select new.exit_trunk) k where true
      on conflict (account_id, trunk, day, way, disposition) do update set calls = index_call_days.calls + 1;
end;
create trigger index_call_day_removed after delete on calls begin
  update index_call_days set calls = calls - 1 where account_id = old.account_id and trunk in ('', old.entry_trunk, old.exit_trunk)
      and day = old.started_at / 86400000000 and way = old.way and disposition = old.disposition;
  delete from index_call_days where account_id = old.account_id and trunk in ('', old.entry_trunk, old.exit_trunk)
      and day = old.started_at / 86400000000 and way = old.way and disposition = old.disposition and calls = 0;
end;
insert into index_call_days
select account_id, '', started_at / 86400000000, way, disposition, count(*) from calls group by account_id, started_at / 86400000000, way, disposition
union all
select account_id, entry_trunk, started_at / 86400000000, way, disposition, count(*) from calls where entry_trunk <> '' group by account_id, entry_trunk, started_at / 86400000000, way, disposition;
insert into index_call_days
select account_id, exit_trunk, started_at / 86400000000, way, disposition, count(*) from calls where exit_trunk <> '' and exit_trunk <> entry_trunk group by account_id, exit_trunk, started_at / 86400000000, way, disposition
on conflict (account_id, trunk, day, way, disposition) do update set calls = index_call_days.calls + excluded.calls;
