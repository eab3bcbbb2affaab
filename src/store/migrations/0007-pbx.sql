-- The one account that the PBX serves; none while the table is empty.
create table pbx_account (
  one integer primary key check (one = 1),
  account_id integer not null
) strict;

-- What the lines of more_options set, a column an option: valid values only, since the PBX drops a whole extension for a bad one.
create table endpoint_options (
  account_id integer not null,
  extension_id integer not null,
  "100rel" text,
  accept_multiple_sdp_answers text,
  accountcode text,
  allow text,
  allow_overlap text,
  allow_subscribe text,
  asymmetric_rtp_codec text,
  callerid_privacy text,
  callerid_tag text,
  connected_line_method text,
  cos_audio text,
  device_state_busy_at text,
  direct_media_glare_mitigation text,
  direct_media_method text,
  disable_direct_media_on_nat text,
  fax_detect_timeout text,
  follow_early_media_fork text,
  from_domain text,
  from_user text,
  ice_support text,
  ignore_183_without_sdp text,
  inband_progress text,
  language text,
  moh_passthrough text,
  named_call_group text,
  named_pickup_group text,
  notify_early_inuse_ringing text,
  refer_blind_progress text,
  rpid_immediate text,
  rtcp_mux text,
  rtp_keepalive text,
  rtp_timeout text,
  rtp_timeout_hold text,
  send_connected_line text,
  send_diversion text,
  send_history_info text,
  send_pai text,
  send_rpid text,
  suppress_q850_reason_headers text,
  t38_udptl text,
  t38_udptl_ec text,
  t38_udptl_nat text,
  timers text,
  timers_min_se text,
  timers_sess_expires text,
  tos_audio text,
  trust_connected_line text,
  trust_id_inbound text,
  trust_id_outbound text,
  use_ptime text,
  user_eq_phone text,
  primary key (account_id, extension_id)
) strict;

-- The extensions that the PBX knows. It never sees a sealed secret, and an extension that is off does not exist for it.
create view served_extensions as
select e.account_id, e.id, e.number, e.name, e.digest, e.caller_id_number, e.deny, e.permit, e.dtmf_mode, e.can_reinvite,
  e.direct_media, e.context, e.host, e.nat, e.port, e.qualify, e.call_group, e.pickup_group, e.fax_detect, e.call_limit,
  e.transfer,
  case when e.host = 'dynamic' then 1 else 0 end as registers,
  case when e.host like '%:%' then '[' || e.host || ']' else e.host end as uri_host
from pbx_account p
join accounts a on a.id = p.account_id and a.enabled = 1
join extensions e on e.account_id = p.account_id and e.active = 1 and e.technology = 'SIP';

-- Names and order of the columns are the PBX's: of two rules for addresses the later wins, so that deny is before permit.
create view ps_endpoints as
select
  x.number as id,
  x.number as aors,
  x.number as auth,
  -- Sound goes by the address of the transport, by every address of the machine without.
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
  -- A name is cut to the PBX's 80 bytes, and never within a character; what ends it, or a value, is replaced.
  '"' || replace(replace(replace(replace(replace(replace(
      case when octet_length(x.name) < 80 then x.name else substr(x.name, 1, 19) end,
      '"', ''''), '\', '/'), '<', '('), '>', ')'), ';', ','), '^', '')
    || '" <' || case when x.caller_id_number = '' then x.number else x.caller_id_number end || '>' as callerid,
  '' as mailboxes,
  -- The defaults are the PBX's own: it takes nothing for an option as an error.
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
  coalesce(o.user_eq_phone, 'no') as user_eq_phone
from served_extensions x
left join endpoint_options o on o.account_id = x.account_id and o.extension_id = x.id;

create view ps_auths as
select number as id, number as username, 'digest' as auth_type, 'MD5:' || digest as password_digest
from served_extensions;

-- An extension with an address of its own is called there, and cannot register.
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
from served_extensions;

-- Calls from an address, not from a name, which would have to be resolved, are the extension's whatever name they give.
create view ps_endpoint_id_ips as
select number as id, number as endpoint, host as "match"
from served_extensions
where registers = 0 and (host like '%:%' or lower(host) = upper(host));
