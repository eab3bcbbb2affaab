-- Where sound goes, and when a call ends that a side has left without a word; and the numbers that a block of a whole address leaves alone.
alter table call_settings add column media_address text not null default '';
alter table call_settings add column rtp_timeout integer not null default 60;
alter table call_settings add column rtp_timeout_on_hold integer not null default 900;
alter table call_settings add column session_expires integer not null default 600;
update call_settings set checksum = 0;
alter table blocks add column spares text not null default '';
update blocks set checksum = 0;

-- An extension whose phone is a browser.
alter table endpoint_options add column webrtc text;
alter table endpoint_options add column rtp_ipv6 text;

-- The addresses from which nobody has failed to sign in at SIP, whatever happens there, as CIDR.
create table sip_networks (
  cidr text primary key,
  checksum integer not null default 0
) strict, without rowid;

-- For each extension the addresses from which it may not sign in at present: `192.0.2.1` for all extensions but those that the block spares,
-- `530@192.0.2.1` for one. The list is named by the number. `sip_blocks` is for a PBX that was configured before there was one for each.
create or replace view ps_acls as
select 'sip_blocks' collate "default" as name, 0 as rule_order, 'permit' as sense, '0.0.0.0/0.0.0.0' as rule
union all
select 'sip_blocks' collate "default", 1, 'deny', address || case when address like '%:%' then '/128' else '/32' end
from blocks where dialect = 'sip' and address not like '%@%' and until > extract(epoch from clock_timestamp()) * 1000
union all
select number collate "default", 0, 'permit', '0.0.0.0/0.0.0.0' from served_extensions
union all
select x.number collate "default", 1, 'deny', b.address || case when b.address like '%:%' then '/128' else '/32' end
from served_extensions x
join blocks b on b.dialect = 'sip' and b.address not like '%@%' and ',' || b.spares || ',' not like '%,' || x.number || ',%'
where b.until > extract(epoch from clock_timestamp()) * 1000
union all
select x.number collate "default", 1, 'deny',
  substr(b.address, length(x.number) + 2) || case when b.address like '%:%' then '/128' else '/32' end
from served_extensions x
join blocks b on b.dialect = 'sip' and substr(b.address, 1, length(x.number) + 1) = x.number || '@'
where b.until > extract(epoch from clock_timestamp()) * 1000;

-- An extension as the PBX reads it for each message: only what differs from the PBX's own defaults. One with lines of more_options is in
-- ps_phones_more. Where nothing is blocked there is no list of addresses to read. Without a transport calls go to a phone by the way it came.
create view ps_phones as
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
  case when x.fax_detect = 1 then 'yes' else 'no' end as fax_detect,
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
  coalesce((select cast(session_expires as text) from call_settings), '600') as timers_sess_expires
from served_extensions x
where not exists (select 1 from endpoint_options o where o.account_id = x.account_id and o.extension_id = x.id)
order by x.number desc;

-- The extensions with lines of more_options, with every option.
create view ps_phones_more as
select
  p.id, p.aors, p.auth, p.context, p.disallow, p.deny, p.permit, p.dtmf_mode, p.rtp_symmetric, p.force_rport, p.direct_media,
  p.call_group, p.pickup_group, p.fax_detect, p.allow_transfer, p.callerid, p.mailboxes, p.device_state_busy_at, p."100rel",
  p.accept_multiple_sdp_answers, p.accountcode, p.allow_overlap, p.allow_subscribe, p.asymmetric_rtp_codec, p.callerid_privacy,
  p.callerid_tag, p.connected_line_method, p.cos_audio, p.direct_media_glare_mitigation, p.direct_media_method,
  p.disable_direct_media_on_nat, p.fax_detect_timeout, p.follow_early_media_fork, p.from_domain, p.from_user, p.ignore_183_without_sdp,
  p.inband_progress, p.language, p.moh_passthrough, p.named_call_group, p.named_pickup_group, p.notify_early_inuse_ringing,
  p.refer_blind_progress, p.rpid_immediate, p.rtcp_mux, p.rtp_keepalive, p.send_connected_line, p.send_diversion, p.send_history_info,
  p.send_pai, p.send_rpid, p.suppress_q850_reason_headers, p.t38_udptl, p.t38_udptl_ec, p.t38_udptl_nat, p.tos_audio,
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
  coalesce(o.webrtc, 'no') as webrtc
from served_extensions x
join endpoint_options o on o.account_id = x.account_id and o.extension_id = x.id
join ps_endpoints p on p.id = x.number
order by x.number desc;

-- The secret of callers whose number no extension has: nobody knows it, and it is another one each time. They are asked for it like everybody
-- else. Where the book cannot be read it is missing, and the PBX answers 500 in place of 401.
create view ps_stranger_auths as
select 'stranger' as id, 'stranger' as username, 'digest' as auth_type, 'MD5:' || replace(cast(gen_random_uuid() as text), '-', '') as password_digest;
