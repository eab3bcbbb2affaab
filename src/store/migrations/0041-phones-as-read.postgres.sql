-- What the PBX reads of each extension for each message, as it reads it. Views that made it anew each time took half of a registration. Triggers write it with
-- the extension and its options, in the same transaction. Like all `index_…` it is in no copy and no backup, and triggers make it there.
create table index_phones (
  account_id integer not null,
  number text not null,
  extension_id integer not null,
  -- Whether lines of more_options set options: then ps_phones_more has the extension, and not ps_phones.
  has_options integer not null,
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
  primary key (account_id, number)
) strict;
create index index_phones_with_address on index_phones (account_id) where address <> '';

-- An extension that is off, or of another technology, is none for the PBX. One that may only be called has a context of its own, in which nothing can be
-- dialled. A gateway calls without a secret: from its address, and from no other.
create view derived_phones as
select
  e.account_id,
  e.number,
  e.id as extension_id,
  case when o.extension_id is null then 0 else 1 end as has_options,
  case when e.gateway = 1 then '' else e.number end as auth,
  case when e.kind = 'peer' then 'called_only' else e.context end as context,
  case when e.gateway = 1 then '0.0.0.0/0.0.0.0,::/0' else e.deny end as deny,
  case when e.gateway = 1 then e.host else e.permit end as permit,
  case e.dtmf_mode when 'rfc2833' then 'rfc4733' when 'shortinfo' then 'info' else e.dtmf_mode end as dtmf_mode,
  case when e.nat = 'no' then 'no' else 'yes' end as behind_nat,
  case when e.direct_media = 1 and e.can_reinvite = 1 then 'yes' else 'no' end as direct_media,
  e.call_group,
  e.pickup_group,
  case when coalesce(e.transfer, 'yes') = 'yes' then 'yes' else 'no' end as transfer,
  -- The name is cut and cleaned as in ps_endpoints.
  '"' || replace(replace(replace(replace(replace(replace(
      case when octet_length(e.name) < 80 then e.name else substr(e.name, 1, (
        with recursive cut(size) as (select 19 union all select size + 1 from cut where size < 79)
        select max(size) from cut where octet_length(substr(e.name, 1, size)) < 80
      )) end,
      '"', ''''), '\', '/'), '<', '('), '>', ')'), ';', ','), '^', '')
    || '" <' || case when e.caller_id_number = '' then e.number else e.caller_id_number end || '>' as callerid,
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

insert into index_phones select * from derived_phones;

create function index_phone() returns trigger language plpgsql as $f$ begin
  if tg_op <> 'INSERT' then delete from index_phones where account_id = old.account_id and number = old.number ; end if
  ; if tg_op <> 'DELETE' then insert into index_phones select * from derived_phones where account_id = new.account_id and extension_id = new.id ; end if
  ; return null ; end $f$;
create trigger index_phone_written after insert or update or delete on extensions for each row execute function index_phone();
create function index_phone_options() returns trigger language plpgsql as $f$ begin
  if tg_op = 'DELETE' then update index_phones set has_options = 0, max_contacts = case max_contacts when '0' then '0' else '1' end
    where account_id = old.account_id and number = (select number from extensions where account_id = old.account_id and id = old.extension_id)
  ; else update index_phones set has_options = 1, max_contacts = case max_contacts when '0' then '0' else coalesce(new.max_contacts, '1') end
    where account_id = new.account_id and number = (select number from extensions where account_id = new.account_id and id = new.extension_id)
  ; end if ; return null ; end $f$;
create trigger index_phone_options_written after insert or update or delete on endpoint_options for each row execute function index_phone_options();

-- An extension as the PBX reads it for each message: only what differs from the PBX's own defaults. One with lines of more_options is in
-- ps_phones_more. Where nothing is blocked there is no list of addresses to read. Without a transport calls go to a phone by the way it came.
create or replace view ps_phones as
select
  number as id,
  number as aors,
  auth as auth,
  context as context,
  'ulaw,alaw,g722' as allow,
  deny as deny,
  permit as permit,
  case when exists (select 1 from blocks where dialect = 'sip' and until > extract(epoch from clock_timestamp()) * 1000) then number else '' end as acl,
  dtmf_mode as dtmf_mode,
  behind_nat collate "default" as rtp_symmetric,
  behind_nat collate "default" as force_rport,
  behind_nat collate "default" as rewrite_contact,
  direct_media collate "default" as direct_media,
  call_group as call_group,
  pickup_group as pickup_group,
  'no' as fax_detect,
  transfer collate "default" as allow_transfer,
  callerid as callerid,
  '' as mailboxes,
  busy_at collate "default" as device_state_busy_at,
  coalesce(s.media_address, '') as media_address,
  'yes' as bind_rtp_to_media_address,
  coalesce(cast(s.rtp_timeout as text), '60') as rtp_timeout,
  coalesce(cast(s.rtp_timeout_on_hold as text), '900') as rtp_timeout_hold,
  'always' as timers,
  coalesce(cast(s.session_expires as text), '600') as timers_sess_expires,
  -- A fax that begins as sound may go on as T.38, by the only address that the PBX listens on.
  t38 collate "default" as t38_udptl,
  t38 collate "default" as t38_bind_udptl_to_media_address
from index_phones
left join call_settings s on s.one = 1
-- A scalar, so that the rows come from the index in their order.
where account_id = (select p.account_id from pbx_account p join accounts a on a.id = p.account_id and a.enabled = 1) and has_options = 0
order by number desc;

create or replace view ps_auths as
select number as id, number as username, 'digest' as auth_type, password_digest as password_digest
from index_phones
where account_id = (select p.account_id from pbx_account p join accounts a on a.id = p.account_id and a.enabled = 1);

create or replace view ps_aors as
select
  number as id,
  max_contacts collate "default" as max_contacts,
  'yes' as remove_existing,
  '60' as minimum_expiration,
  '600' as default_expiration,
  '600' as maximum_expiration,
  qualify_frequency collate "default" as qualify_frequency,
  '2.0' as qualify_timeout,
  contact as contact,
  mailboxes collate "default" as mailboxes
from index_phones
where account_id = (select p.account_id from pbx_account p join accounts a on a.id = p.account_id and a.enabled = 1)
order by number desc;

-- Calls from an address, not from a name, which would have to be resolved, are the extension's whatever name they give. A trunk that is only for calls
-- out has no address from which calls come in.
create or replace view ps_ips as
select number as id, number as endpoint, address as "match"
from index_phones
where account_id = (select p.account_id from pbx_account p join accounts a on a.id = p.account_id and a.enabled = 1) and address <> ''
union all
select t.name, t.name, i.addresses
from trunks t
join index_trunks i on i.account_id = t.account_id and i.name = t.name
where t.account_id = (select p.account_id from pbx_account p join accounts a on a.id = p.account_id and a.enabled = 1)
  and t.active = 1 and t.host <> '' and t.kind <> 'user' and i.addresses <> '';

-- Whether the PBX translates opus. Where it does not, browsers are offered what phones and announcements have.
alter table call_settings add column translates_opus integer not null default 0;
update call_settings set checksum = 0;

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
  case when o.webrtc = 'yes' then coalesce(o.allow, case when (select translates_opus from call_settings) = 1 then 'opus,ulaw,alaw,g722' else 'ulaw,alaw,g722' end) else p.allow end as allow,
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

-- Whether the sound of a trunk is encrypted (SRTP, with its keys in SIP).
alter table trunks add column srtp integer not null default 0;
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
  'redundancy' as t38_udptl_ec,
  case when (select k.srtp from trunks k where k.account_id = s.account_id and k.name = s.name) = 1 then 'sdes' else 'no' end as media_encryption
from served_trunks s;
