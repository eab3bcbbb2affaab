-- How many phones an extension may have at once: a line of more_options says so.
alter table endpoint_options add column max_contacts text;

-- What the settings say of phones that have to be woken (seconds that a call waits for them), and whether missed calls are told by mail.
alter table call_settings add column push_wait integer not null default 0;
alter table call_settings add column missed_mail integer not null default 0;
update call_settings set checksum = 0;

-- The limits that held go on: until now calls were counted whatever call_counter said.
update extensions set call_counter = 1, checksum = 0 where call_limit > 0 and call_counter = 0;

-- Whether the extension is a gateway: one with an address of its own, which its permit names, and `trunk`. It follows from these.
alter table extensions add column gateway integer not null default 0;
update extensions set checksum = 0;
update extensions set gateway = 1 where trunk = 1 and host <> 'dynamic' and (host like '%:%' or lower(host) = upper(host)) and (
  ',' || permit || ',' like '%,' || host || ',%' or ',' || permit || ',' like '%,' || host || '/255.255.255.255,%'
  or ',' || permit || ',' like '%,' || host || '/32,%' and host not like '%:%' or ',' || permit || ',' like '%,' || host || '/128,%'
);

-- Calls that an extension has missed, each told once by mail. `id` is the PBX's id of the call, with the extension.
create table missed_calls (
  account_id integer not null,
  id text not null,
  extension text not null,
  caller text not null,
  at integer not null,
  primary key (account_id, id)
) strict;
create index missed_calls_by_at on missed_calls (at);
-- Views are made anew whole, since SQLite replaces none.

-- The extensions that the PBX knows. One that may only be called has a context of its own, in which nothing can be dialled. A gateway
-- (trunk = 1, with an address that its permit names) calls without a secret: from that address, and from no other.
drop view served_extensions;
create view served_extensions as
select e.account_id, e.id, e.number, e.name, e.digest, e.caller_id_number,
  case when e.gateway = 1 then '0.0.0.0/0.0.0.0,::/0' else e.deny end as deny,
  case when e.gateway = 1 then e.host else e.permit end as permit,
  e.dtmf_mode, e.can_reinvite, e.direct_media,
  case when e.kind = 'peer' then 'called_only' else e.context end as context,
  e.host, e.nat, e.port, e.qualify, e.call_group, e.pickup_group, e.fax_detect,
  case when e.call_counter = 1 then e.call_limit end as call_limit,
  e.transfer,
  case when e.host = 'dynamic' then 1 else 0 end as registers,
  case when e.host like '%:%' then '[' || e.host || ']' else e.host end as uri_host,
  e.gateway
from extensions e
-- A scalar, so that the rows come from the index in their order.
where e.account_id = (select p.account_id from pbx_account p join accounts a on a.id = p.account_id and a.enabled = 1)
  and e.active = 1 and e.technology = 'SIP';

drop view ps_endpoints;
create view ps_endpoints as
select
  x.number as id,
  x.number as aors,
  case when x.gateway = 1 then '' else x.number end as auth,
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
  x.number as id,
  case when x.registers = 1 then coalesce(o.max_contacts, '1') else '0' end as max_contacts,
  'yes' as remove_existing,
  '60' as minimum_expiration,
  '600' as default_expiration,
  '600' as maximum_expiration,
  case when x.qualify = 1 then '60' else '0' end as qualify_frequency,
  '2.0' as qualify_timeout,
  case when x.registers = 1 then '' else 'sip:' || x.number || '@' || x.uri_host || ':' || cast(x.port as text) end as contact,
  case when x.registers = 1 then x.number || '@dialbook' else '' end as mailboxes
from served_extensions x
left join endpoint_options o on o.account_id = x.account_id and o.extension_id = x.id
order by x.number desc;

-- All that routes a call to an extension, in one row. `rings` is 0 for one that may only call; `push_wait` is how many seconds a call
-- waits for a phone that has to be woken; `mailed` is 1 where missed calls are told by mail. Calls are counted where call_counter says so.
drop view call_routes;
create view call_routes as
select e.account_id, e.number,
  coalesce(s.ring_time, 20) as ring_time,
  case when e.call_counter = 1 then coalesce(e.call_limit, 0) else 0 end as call_limit,
  case when e.active = 1 and e.technology = 'SIP' then 1 else 0 end as callable,
  coalesce((select min(name) from trunks where trunks.account_id = e.account_id), 'none') as trunk,
  (select d.kind || '|' || d.target || '|' || d.source || '|' || d.rule from forward_decisions d
    where d.account_id = e.account_id and d.number = e.number and d.condition = 'always') as forward_always,
  (select d.kind || '|' || d.target || '|' || d.source || '|' || d.rule from forward_decisions d
    where d.account_id = e.account_id and d.number = e.number and d.condition = 'busy') as forward_busy,
  (select d.kind || '|' || d.target || '|' || d.source || '|' || d.rule from forward_decisions d
    where d.account_id = e.account_id and d.number = e.number and d.condition = 'no_answer') as forward_no_answer,
  (select d.kind || '|' || d.target || '|' || d.source || '|' || d.rule from forward_decisions d
    where d.account_id = e.account_id and d.number = e.number and d.condition = 'unavailable') as forward_unavailable,
  case when e.kind = 'user' then 0 else 1 end as rings,
  case when e.push_notification = 1 then coalesce(s.push_wait, 0) else 0 end as push_wait,
  case when e.email <> '' then coalesce(s.missed_mail, 0) else 0 end as mailed,
  e.technology
from accounts a
join extensions e on e.account_id = a.id
left join call_settings s on s.one = 1
where a.enabled = 1;
