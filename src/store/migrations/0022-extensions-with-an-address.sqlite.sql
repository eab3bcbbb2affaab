-- Extensions with an address of their own, of which Asterisk looks for the caller before anything else. The index has no others.
create index extensions_with_address on extensions (account_id, number) where host <> 'dynamic';

-- The views are in falling order, since Asterisk keeps what it reads in a sorted list, into which it puts each row from the front.
drop view served_extensions;
create view served_extensions as
select e.account_id, e.id, e.number, e.name, e.digest, e.caller_id_number, e.deny, e.permit, e.dtmf_mode, e.can_reinvite,
  e.direct_media, e.context, e.host, e.nat, e.port, e.qualify, e.call_group, e.pickup_group, e.fax_detect, e.call_limit,
  e.transfer,
  case when e.host = 'dynamic' then 1 else 0 end as registers,
  case when e.host like '%:%' then '[' || e.host || ']' else e.host end as uri_host
from extensions e
-- A scalar, so that the rows come from the index in their order.
where e.account_id = (select p.account_id from pbx_account p join accounts a on a.id = p.account_id and a.enabled = 1)
  and e.active = 1 and e.technology = 'SIP';

drop view ps_endpoints;
create view ps_endpoints as
select
  x.number as id,
  x.number as aors,
  x.number as auth,
  -- Sound goes by the address of the transport. Without a transport it would go by any address of the machine.
  'transport-udp' as transport,
  x.context as context,
  'all' as disallow,
  coalesce(o.allow, 'ulaw,alaw,g722') as allow,
  x.deny as deny,
  x.permit as permit,
  'sip_blocks' as acl,
  case x.dtmf_mode when 'rfc2833' then 'rfc4733' when 'shortinfo' then 'info' else x.dtmf_mode end as dtmf_mode,
  case when x.nat = 'no' then 'no' else 'yes' end as rtp_symmetric,
  case when x.nat = 'no' then 'no' else 'yes' end as force_rport,
  case when x.nat = 'no' then 'no' else 'yes' end as rewrite_contact,
  case when x.direct_media = 1 and x.can_reinvite = 1 then 'yes' else 'no' end as direct_media,
  x.call_group as call_group,
  x.pickup_group as pickup_group,
  case when x.fax_detect = 1 then 'yes' else 'no' end as fax_detect,
  case when coalesce(x.transfer, 'yes') = 'yes' then 'yes' else 'no' end as allow_transfer,
  -- A name is cut to the 79 bytes that the PBX takes, and never within a character. Characters that would end the name,
  -- or the whole value, are replaced.
  '"' || replace(replace(replace(replace(replace(replace(
      case when octet_length(coalesce(o.callerid_name, x.name)) < 80 then coalesce(o.callerid_name, x.name)
      else substr(coalesce(o.callerid_name, x.name), 1, (
        with recursive cut(size) as (select 19 union all select size + 1 from cut where size < 79)
        select max(size) from cut where octet_length(substr(coalesce(o.callerid_name, x.name), 1, size)) < 80
      )) end,
      '"', ''''), '\', '/'), '<', '('), '>', ')'), ';', ','), '^', '')
    || '" <' || coalesce(o.callerid_number, case when x.caller_id_number = '' then x.number else x.caller_id_number end)
    || '>' as callerid,
  coalesce(o.mailboxes, '') as mailboxes,
  -- The defaults are the PBX's own, because the PBX takes an option without a value as an error.
  coalesce(o.device_state_busy_at, cast(x.call_limit as text), '0') as device_state_busy_at,
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
  coalesce(o.rtp_timeout, '0') as rtp_timeout,
  coalesce(o.rtp_timeout_hold, '0') as rtp_timeout_hold,
  coalesce(o.send_connected_line, 'yes') as send_connected_line,
  coalesce(o.send_diversion, 'yes') as send_diversion,
  coalesce(o.send_history_info, 'no') as send_history_info,
  coalesce(o.send_pai, 'no') as send_pai,
  coalesce(o.send_rpid, 'no') as send_rpid,
  coalesce(o.suppress_q850_reason_headers, 'no') as suppress_q850_reason_headers,
  coalesce(o.t38_udptl, 'no') as t38_udptl,
  coalesce(o.t38_udptl_ec, 'none') as t38_udptl_ec,
  coalesce(o.t38_udptl_nat, 'no') as t38_udptl_nat,
  coalesce(o.timers, 'yes') as timers,
  coalesce(o.timers_min_se, '90') as timers_min_se,
  coalesce(o.timers_sess_expires, '1800') as timers_sess_expires,
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
  coalesce(o.t38_udptl_maxdatagram, '0') as t38_udptl_maxdatagram
from served_extensions x
left join endpoint_options o on o.account_id = x.account_id and o.extension_id = x.id
order by x.number desc;

drop view ps_aors;
create view ps_aors as
select
  number as id,
  case when registers = 1 then '1' else '0' end as max_contacts,
  'yes' as remove_existing,
  '60' as minimum_expiration,
  '600' as default_expiration,
  '600' as maximum_expiration,
  case when qualify = 1 then '60' else '0' end as qualify_frequency,
  '2.0' as qualify_timeout,
  case when registers = 1 then '' else 'sip:' || number || '@' || uri_host || ':' || cast(port as text) end as contact,
  '' as mailboxes
from served_extensions
order by number desc;

drop view ps_endpoint_id_ips;
create view ps_endpoint_id_ips as
select e.number as id, e.number as endpoint, e.host as "match"
from extensions e
where e.account_id = (select p.account_id from pbx_account p join accounts a on a.id = p.account_id and a.enabled = 1)
  and e.active = 1 and e.technology = 'SIP'
  and e.host <> 'dynamic' and (e.host like '%:%' or lower(e.host) = upper(e.host));

-- How the provider of a trunk is told who calls. A trunk from before tells what it could, and the number is no more lost.
alter table trunks add column caller_id text not null default 'pai';
alter table trunks add column number_form text not null default 'as-is';
alter table trunks add column default_number text;
alter table trunks add column privacy_prefix text;
update trunks set caller_id = 'from' where username is null;
update trunks set checksum = 0;
