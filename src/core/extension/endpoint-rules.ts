/**
 * The values that the PBX takes for its own options of an endpoint. A bad value costs an extension its place on the
 * PBX.
 */
export const endpointRules: Readonly<Record<string, RegExp>> = {
  ...each(
    /^(yes|no)$/,
    ...['accept_multiple_sdp_answers', 'allow_overlap', 'allow_subscribe', 'asymmetric_rtp_codec'],
    ...['disable_direct_media_on_nat', 'follow_early_media_fork', 'ice_support', 'ignore_183_without_sdp'],
    ...['inband_progress', 'moh_passthrough', 'notify_early_inuse_ringing', 'refer_blind_progress', 'rpid_immediate'],
    ...['rtcp_mux', 'rtp_ipv6', 'send_connected_line', 'send_diversion', 'send_history_info', 'send_pai', 'send_rpid'],
    ...['suppress_q850_reason_headers', 't38_udptl', 't38_udptl_nat', 'trust_connected_line', 'trust_id_inbound'],
    ...['trust_id_outbound', 'use_ptime', 'user_eq_phone', 'webrtc'],
  ),
  ...each(
    /^\d{1,4}$/,
    ...['device_state_busy_at', 'fax_detect_timeout', 'rtp_keepalive', 'rtp_timeout', 'rtp_timeout_hold'],
    't38_udptl_maxdatagram',
  ),
  ...each(/^(9\d|[1-9]\d{2,4})$/, 'timers_min_se', 'timers_sess_expires'),
  ...each(/^(invite|reinvite|update)$/, 'connected_line_method', 'direct_media_method'),
  ...each(/^[\w-]{1,40}(,[\w-]{1,40}){0,20}$/, 'named_call_group', 'named_pickup_group'),
  ...each(/^[\w.-]{1,40}$/, 'accountcode', 'callerid_tag', 'from_user'),
  ...each(/^[\w-]{1,80}$/, 'moh_suggest', 'subscribe_context'),
  '100rel': /^(no|yes|required|peer_supported)$/,
  callerid_privacy: /^((allowed|prohib)(_not_screened|_passed_screen|_failed_screen)?|unavailable)$/,
  cos_audio: /^[0-7]$/,
  direct_media_glare_mitigation: /^(none|outgoing|incoming)$/,
  from_domain: /^(?=.{1,253}$)([A-Za-z0-9-]{1,63}\.)*[A-Za-z0-9-]{1,63}$/,
  language: /^[a-z]{2,3}(_[A-Za-z]{2,8})?$/,
  // Of the aor, where the options of the endpoint have no such name.
  max_contacts: /^([1-9]|10)$/,
  mailboxes: /^[\w-]{1,40}(@[\w-]{1,40})?(,[\w-]{1,40}(@[\w-]{1,40})?){0,9}$/,
  media_encryption: /^(no|sdes)$/,
  t38_udptl_ec: /^(none|fec|redundancy)$/,
  timers: /^(no|yes|required|always|forced)$/,
  tos_audio: /^(ef|cs[0-7]|af[1-4][1-3])$/,
}

function each(rule: RegExp, ...names: readonly string[]): Record<string, RegExp> {
  return Object.fromEntries(names.map((name) => [name, rule]))
}
