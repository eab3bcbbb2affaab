-- The time zone of an account, as Asia/Tehran; null for that of its country.
alter table accounts add column time_zone text;
update accounts set checksum = 0;

-- Whoever gives a number that no extension has. He is asked for a secret that nobody knows, like any other who does not know it. Where the book
-- cannot be read this row is missing too, by which the PBX notices.
create view ps_strangers as
select 'anonymous' as id, 'nowhere' as context, 'stranger' as auth, 'ulaw' as allow, 'no' as allow_subscribe;

-- The tone of a fax that an extension sends has no target. Asterisk would take the call away from whoever it talks with. Faxes that come in are
-- heard by their route.

-- An extension as the PBX reads it for each message: only what differs from the PBX's own defaults. One with lines of more_options is in
-- ps_phones_more. Where nothing is blocked there is no list of addresses to read. Without a transport calls go to a phone by the way it came.
create or replace view ps_phones as
select
  x.number as id,
  x.number as aors,
  case when x.gateway = 1 then '' else x.number end as auth,
  x.context as context,
  'ulaw,alaw,g722' as allow,
  x.deny as deny,
  x.permit as permit,
  case when exists (select 1 from blocks where dialect = 'sip' and until > extract(epoch from clock_timestamp()) * 1000) then x.number else '' end as acl,
  case x.dtmf_mode when 'rfc2833' then 'rfc4733' when 'shortinfo' then 'info' else x.dtmf_mode end as dtmf_mode,
  case when x.nat = 'no' then 'no' else 'yes' end as rtp_symmetric,
  case when x.nat = 'no' then 'no' else 'yes' end as force_rport,
  case when x.nat = 'no' then 'no' else 'yes' end as rewrite_contact,
  case when x.direct_media = 1 and x.can_reinvite = 1 then 'yes' else 'no' end as direct_media,
  x.call_group as call_group,
  x.pickup_group as pickup_group,
  'no' as fax_detect,
  case when coalesce(x.transfer, 'yes') = 'yes' then 'yes' else 'no' end as allow_transfer,
  -- The name is cut and cleaned as in ps_endpoints.
  '"' || replace(replace(replace(replace(replace(replace(
      case when octet_length(x.name) < 80 then x.name else substr(x.name, 1, (
        with recursive cut(size) as (select 19 union all select size + 1 from cut where size < 79)
        select max(size) from cut where octet_length(substr(x.name, 1, size)) < 80
      )) end,
      '"', ''''), '\', '/'), '<', '('), '>', ')'), ';', ','), '^', '')
    || '" <' || case when x.caller_id_number = '' then x.number else x.caller_id_number end || '>' as callerid,
  '' as mailboxes,
  coalesce(cast(x.call_limit as text), '0') as device_state_busy_at,
  coalesce((select media_address from call_settings), '') as media_address,
  'yes' as bind_rtp_to_media_address,
  coalesce((select cast(rtp_timeout as text) from call_settings), '60') as rtp_timeout,
  coalesce((select cast(rtp_timeout_on_hold as text) from call_settings), '900') as rtp_timeout_hold,
  'always' as timers,
  coalesce((select cast(session_expires as text) from call_settings), '600') as timers_sess_expires,
  -- A fax that begins as sound may go on as T.38, by the only address that the PBX listens on.
  case when x.fax_detect = 1 then 'yes' else 'no' end as t38_udptl,
  case when x.fax_detect = 1 then 'yes' else 'no' end as t38_bind_udptl_to_media_address
from served_extensions x
where not exists (select 1 from endpoint_options o where o.account_id = x.account_id and o.extension_id = x.id)
order by x.number desc;

-- The extensions with lines of more_options, with every option.
create or replace view ps_phones_more as
select
  p.id, p.aors, p.auth, p.context, p.disallow, p.deny, p.permit, p.dtmf_mode, p.rtp_symmetric, p.force_rport, p.direct_media,
  p.call_group, p.pickup_group, 'no' as fax_detect, p.allow_transfer, p.callerid, p.mailboxes, p.device_state_busy_at, p."100rel",
  p.accept_multiple_sdp_answers, p.accountcode, p.allow_overlap, p.allow_subscribe, p.asymmetric_rtp_codec, p.callerid_privacy,
  p.callerid_tag, p.connected_line_method, p.cos_audio, p.direct_media_glare_mitigation, p.direct_media_method,
  p.disable_direct_media_on_nat, p.fax_detect_timeout, p.follow_early_media_fork, p.from_domain, p.from_user, p.ignore_183_without_sdp,
  p.inband_progress, p.language, p.moh_passthrough, p.named_call_group, p.named_pickup_group, p.notify_early_inuse_ringing,
  p.refer_blind_progress, p.rpid_immediate, p.rtcp_mux, p.rtp_keepalive, p.send_connected_line, p.send_diversion, p.send_history_info,
  p.send_pai, p.send_rpid, p.suppress_q850_reason_headers,
  case when o.t38_udptl is null and x.fax_detect = 1 then 'yes' else p.t38_udptl end as t38_udptl, p.t38_udptl_ec, p.t38_udptl_nat, p.tos_audio,
  p.trust_connected_line, p.trust_id_inbound, p.trust_id_outbound, p.use_ptime, p.user_eq_phone, p.media_encryption, p.moh_suggest,
  p.set_var, p.subscribe_context, p.t38_udptl_maxdatagram,
  case when o.webrtc = 'yes' then coalesce(o.allow, 'opus,ulaw,alaw,g722') else p.allow end as allow,
  case when exists (select 1 from blocks where dialect = 'sip' and until > extract(epoch from clock_timestamp()) * 1000) then p.id else '' end as acl,
  coalesce((select media_address from call_settings), '') as media_address,
  'yes' as bind_rtp_to_media_address,
  coalesce(o.rtp_timeout, (select cast(rtp_timeout as text) from call_settings), '60') as rtp_timeout,
  coalesce(o.rtp_timeout_hold, (select cast(rtp_timeout_on_hold as text) from call_settings), '900') as rtp_timeout_hold,
  coalesce(o.timers, 'always') as timers,
  coalesce(o.timers_min_se, '90') as timers_min_se,
  coalesce(o.timers_sess_expires, case
    when cast(coalesce(o.timers_min_se, '90') as integer) > coalesce((select session_expires from call_settings), 600) then o.timers_min_se
    else cast(coalesce((select session_expires from call_settings), 600) as text) end) as timers_sess_expires,
  p.ice_support,
  -- A phone that encrypts is called by the connection that it has made.
  case when o.webrtc = 'yes' or o.media_encryption <> 'no' then 'yes' else p.rewrite_contact end as rewrite_contact,
  coalesce(o.rtp_ipv6, 'no') as rtp_ipv6,
  coalesce(o.webrtc, 'no') as webrtc,
  case when o.t38_udptl = 'yes' or o.t38_udptl is null and x.fax_detect = 1 then 'yes' else 'no' end as t38_bind_udptl_to_media_address
from served_extensions x
join endpoint_options o on o.account_id = x.account_id and o.extension_id = x.id
join ps_endpoints p on p.id = x.number
order by x.number desc;

-- The way to a trunk: udp, tcp or tls. Asterisk's driver of PostgreSQL takes a semicolon for the end of a value, and ^3B for a semicolon.
alter table trunks add column transport text not null default 'udp';
update trunks set checksum = 0;

create or replace view ps_trunks as
select
  name as id,
  name as aors,
  auth as outbound_auth,
  ('transport-' || (select k.transport from trunks k where k.account_id = s.account_id and k.name = s.name)) collate "default" as transport,
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
  '' as mailboxes,
  -- A fax may go on as T.38 where the phone does it too.
  'yes' as t38_udptl,
  'redundancy' as t38_udptl_ec
from served_trunks s;

create or replace view ps_trunk_aors as
select name as id, '0' as max_contacts, 'sip:' || target || case (select k.transport from trunks k where k.account_id = s.account_id and k.name = s.name) when 'udp' then '' else '^3Btransport=' || (select k.transport from trunks k where k.account_id = s.account_id and k.name = s.name) end as contact, '' as mailboxes from served_trunks s;

create or replace view ps_trunk_registrations as
select
  name as id,
  ('transport-' || (select k.transport from trunks k where k.account_id = s.account_id and k.name = s.name)) collate "default" as transport,
  'sip:' || case when registrar = '' then target else registrar end || case (select k.transport from trunks k where k.account_id = s.account_id and k.name = s.name) when 'udp' then '' else '^3Btransport=' || (select k.transport from trunks k where k.account_id = s.account_id and k.name = s.name) end as server_uri,
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
from served_trunks s where registers = 1 and auth <> '';

create or replace view pbx_lines as
select
  cast(row_number() over (order by h.is_silent, t.place, t.name, h.place) as text) as place,
  t.name as name,
  h.target || case (select k.transport from trunks k where k.account_id = t.account_id and k.name = t.name) when 'udp' then '' else '^3Btransport=' || (select k.transport from trunks k where k.account_id = t.account_id and k.name = t.name) end as target,
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
