import { endpointRules } from './endpoint-rules.ts'

/**
 * The meaning of a value of chan_sip on the PBX: the options that say the same there (none where the PBX behaves so by
 * itself), or `without effect`.
 */
export type Meaning = { readonly options: Readonly<Record<string, string>> } | 'without effect'

/** Reads a value; undefined for a value that chan_sip or the PBX would not take. */
type Reading = (value: string) => Meaning | undefined

const truths = new Set(['yes', 'true', 'y', 't', '1', 'on'])
const lies = new Set(['no', 'false', 'n', 'f', '0', 'off'])

const nothing: Meaning = { options: {} }

/** Reads an option that the PBX has under another name with the same values: `fromuser` is `from_user` there. */
function renamed(option: string): Reading {
  return (value) => (endpointRules[option]?.test(value) ? { options: { [option]: value } } : undefined)
}

/** Reads chan_sip's words for yes and no: `true`, `1` and `on` are yes. */
function flag(option: string, yes = 'yes', no = 'no'): Reading {
  return (value) => {
    const word = value.toLowerCase()
    if (truths.has(word)) return { options: { [option]: yes } }
    return lies.has(word) ? { options: { [option]: no } } : undefined
  }
}

function oneOf(meanings: Readonly<Record<string, Meaning>>): Reading {
  return (value) => (Object.hasOwn(meanings, value.toLowerCase()) ? meanings[value.toLowerCase()] : undefined)
}

function without(rule: RegExp): Reading {
  return (value) => (rule.test(value) ? 'without effect' : undefined)
}

/** Reads the number to show, with or without a name: `"Ali" <555>`, `Ali <555>`, `<555>` or `555`. */
function callerId(value: string): Meaning | undefined {
  const [, quoted, bare, inBrackets, alone] =
    /^(?:(?:"([^"<>]*)"|([^"<>]*?))\s*<([0-9+*#]{1,30})>|([0-9+*#]{1,30}))$/.exec(value) ?? []
  const number = inBrackets ?? alone
  if (number === undefined) return undefined
  const name = (quoted ?? bare ?? '').trim()
  return { options: { callerid_number: number, ...(name !== '' && { callerid_name: name }) } }
}

/** Reads a fax setting: `yes`, or `yes,redundancy,maxdatagram=400`. */
function t38(value: string): Meaning | undefined {
  const [first = '', ...more] = value.toLowerCase().split(/\s*,\s*/)
  if (lies.has(first) && more.length === 0) return { options: { t38_udptl: 'no' } }
  if (!truths.has(first)) return undefined
  const options: Record<string, string> = { t38_udptl: 'yes' }
  for (const each of more) {
    const size = /^maxdatagram=(\d{1,4})$/.exec(each)?.[1]
    if (size !== undefined) options.t38_udptl_maxdatagram = size
    else if (endpointRules.t38_udptl_ec?.test(each)) options.t38_udptl_ec = each
    else return undefined
  }
  return { options }
}

/**
 * Reads a variable: `name=value`. An extension may not set the dialplan's own variables, nor those that Asterisk knows,
 * which begin with a capital: one of them would lead its calls around the rules.
 */
function variable(value: string): Meaning | undefined {
  const [, name = '', text = ''] = /^(\w{1,40})=([\w .,:@+/-]{0,100})$/.exec(value) ?? []
  const bare = name.replace(/^_{1,2}/, '')
  if (!/^[a-z]/.test(bare) || dialplanVariables.has(bare) || bare.startsWith('reason_')) {
    return 'without effect'
  }
  return { options: { set_var: `${name}=${text}` } }
}

const dialplanVariables = new Set([
  ...[
    'by_trunk',
    'caller',
    'chain',
    'code',
    'condition',
    'contacts',
    'decision',
    'default',
    'dialled',
    'emergency',
    'exit',
    'form',
    'forwards',
    'free',
    'heard',
    'held',
    'holders',
    'identity',
    'kind',
    'leg',
    'legs',
    'line',
    'locked',
    'place',
    'prefix',
    'route',
  ],
  ...[
    'private',
    'rest',
    'rule',
    'said',
    'shown',
    'taken',
    'target',
    'tried',
    'trunk',
    'verdict',
    'waited',
    'way',
    'within',
    'woken',
    'zero',
  ],
  ...['originate_callee', 'originate_callee_trunk', 'originate_caller', 'originate_caller_trunk', 'originate_context'],
  ...[
    'account',
    'branch',
    'clock',
    'clock_shift',
    'day',
    'hours',
    'minute',
    'now',
    'number',
    'opening',
    'told',
    'way_id',
    'recorded',
    'recording_consent',
    'sound',
    'recording',
    'originate_longest',
    'originate_ring',
    'originate_shown',
    'originated_call_id',
  ],
  ...['answered', 'campaign_context', 'campaign_digits', 'campaign_id', 'campaign_longest', 'campaign_sound'],
  ...['campaign_text', 'campaign_trunk', 'pressed', 'ring_time', 'watched'],
])

/**
 * Reads `insecure`. It has no effect on the PBX, where every call must sign in, and PJSIP takes a port that changes.
 */
function insecure(value: string): Meaning | undefined {
  const words = value.toLowerCase().split(/\s*,\s*/)
  if (words.every((word) => lies.has(word))) return nothing
  if (!words.every((word) => ['port', 'invite', 'very', 'yes'].includes(word))) return undefined
  return 'without effect'
}

/** Reads a list of transports. The PBX listens on UDP, so a list without it has no effect. */
function transport(value: string): Meaning | undefined {
  const words = value.toLowerCase().split(/\s*,\s*/)
  if (!words.every((word) => ['udp', 'tcp', 'tls', 'ws', 'wss'].includes(word))) return undefined
  return words.includes('udp') ? nothing : 'without effect'
}

/**
 * The known options of chan_sip, by their names in small letters. Options with the same name and values on the PBX are
 * not here.
 */
export const chanSipOptions: Readonly<Record<string, Reading>> = {
  fromuser: renamed('from_user'),
  fromdomain: renamed('from_domain'),
  cid_tag: renamed('callerid_tag'),
  callingpres: renamed('callerid_privacy'),
  busylevel: renamed('device_state_busy_at'),
  rtptimeout: renamed('rtp_timeout'),
  rtpholdtimeout: renamed('rtp_timeout_hold'),
  rtpkeepalive: renamed('rtp_keepalive'),
  'session-expires': renamed('timers_sess_expires'),
  'session-minse': renamed('timers_min_se'),
  subscribecontext: renamed('subscribe_context'),
  mailbox: renamed('mailboxes'),
  mohsuggest: renamed('moh_suggest'),
  namedcallgroup: renamed('named_call_group'),
  namedpickupgroup: renamed('named_pickup_group'),
  trustrpid: flag('trust_id_inbound'),
  usereqphone: flag('user_eq_phone'),
  allowsubscribe: flag('allow_subscribe'),
  autoframing: flag('use_ptime'),
  icesupport: flag('ice_support'),
  encryption: flag('media_encryption', 'sdes', 'no'),
  allowoverlap: oneOf({
    yes: { options: { allow_overlap: 'yes' } },
    no: { options: { allow_overlap: 'no' } },
    dtmf: 'without effect',
  }),
  progressinband: oneOf({
    yes: { options: { inband_progress: 'yes' } },
    no: { options: { inband_progress: 'no' } },
    never: { options: { inband_progress: 'no' } },
  }),
  sendrpid: oneOf({
    yes: { options: { send_rpid: 'yes' } },
    rpid: { options: { send_rpid: 'yes' } },
    pai: { options: { send_pai: 'yes' } },
    no: { options: { send_rpid: 'no', send_pai: 'no' } },
  }),
  'session-timers': oneOf({
    accept: { options: { timers: 'yes' } },
    originate: { options: { timers: 'always' } },
    refuse: { options: { timers: 'no' } },
  }),
  t38pt_udptl: t38,
  callerid: callerId,
  cid_number: (value) => (/^[0-9+*#]{1,30}$/.test(value) ? { options: { callerid_number: value } } : undefined),
  fullname: (value) => (value.length <= 255 && value !== '' ? { options: { callerid_name: value } } : undefined),
  setvar: variable,
  set_var: variable,
  insecure,
  transport,
  'session-refresher': without(/^(uac|uas)$/i),
  maxcallbitrate: without(/^\d{1,9}$/),
  musicclass: without(/^[\w-]{1,80}$/),
  mohinterpret: without(/^[\w-]{1,80}$/),
  encryption_taglen: without(/^(32|80)$/),
  qualifyfreq: without(/^\d{1,6}$/),
  // The user's own fields say these.
  ...Object.fromEntries(
    [
      ...['allowtransfer', 'call-limit', 'call_limit', 'callcounter', 'callgroup', 'canreinvite', 'context'],
      ...['defaultuser', 'deny', 'directmedia', 'dtmf_mode', 'dtmfmode', 'faxdetect', 'host', 'md5secret', 'nat'],
      ...['permit', 'pickupgroup', 'port', 'qualify', 'secret', 'type', 'username'],
    ].map((name): [string, Reading] => [name, () => 'without effect']),
  ),
}
