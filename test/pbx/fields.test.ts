import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { uniqueNumber } from '../acceptance/support/simotel.ts'
import { userRules } from '../acceptance/support/user-rules.ts'
import { complaintsOf, noAsterisk } from './support/asterisk.ts'
import { type Link, startLink } from './support/link.ts'

const yesNo = ['yes', 'no']
const codecNames = [
  ...['ulaw', 'alaw', 'g722', 'gsm', 'g729', 'g723', 'g726', 'g726aal2', 'g719', 'ilbc', 'opus', 'speex', 'speex16'],
  ...['speex32', 'siren7', 'siren14', 'adpcm', 'lpc10', 'slin', 'slin16', 'h261', 'h263', 'h263p', 'h264', 'h265'],
  ...['mpeg4', 'vp8', 'vp9'],
]

/** Each option that a line of `more_options` may set, with values from every part of its rule. */
const options: Readonly<Record<string, readonly string[]>> = {
  '100rel': ['no', 'yes', 'required', 'peer_supported'],
  accept_multiple_sdp_answers: yesNo,
  accountcode: ['a', 'A-b_c.9'.padEnd(40, 'x')],
  allow: ['alaw', 'g722,gsm', 'ulaw,alaw,g722,gsm', ...codecNames, codecNames.join()],
  allow_overlap: yesNo,
  allow_subscribe: yesNo,
  asymmetric_rtp_codec: yesNo,
  callerid_privacy: [
    ...['allowed', 'allowed_not_screened', 'allowed_passed_screen', 'allowed_failed_screen', 'unavailable'],
    ...['prohib', 'prohib_not_screened', 'prohib_passed_screen', 'prohib_failed_screen'],
  ],
  callerid_tag: ['t', 'x'.repeat(40)],
  connected_line_method: ['invite', 'reinvite', 'update'],
  cos_audio: ['0', '7'],
  device_state_busy_at: ['0', '1', '9999'],
  direct_media_glare_mitigation: ['none', 'outgoing', 'incoming'],
  direct_media_method: ['invite', 'reinvite', 'update'],
  disable_direct_media_on_nat: yesNo,
  fax_detect_timeout: ['0', '9999'],
  follow_early_media_fork: yesNo,
  from_domain: ['example.com', 'a', '10.0.0.1'],
  from_user: ['x', '0070', 'a.b-c_d'],
  ice_support: yesNo,
  ignore_183_without_sdp: yesNo,
  inband_progress: yesNo,
  language: ['fa', 'en_GB', 'ger'],
  mailboxes: ['100', '100@default,101'],
  media_encryption: ['no', 'sdes'],
  moh_suggest: ['default', 'c-1_x'],
  moh_passthrough: yesNo,
  named_call_group: ['sales', 'sales,desk-2'],
  named_pickup_group: ['sales', Array.from({ length: 21 }, (_, index) => `group_${index}`).join(',')],
  notify_early_inuse_ringing: yesNo,
  refer_blind_progress: yesNo,
  rpid_immediate: yesNo,
  rtcp_mux: yesNo,
  rtp_keepalive: ['0', '9999'],
  rtp_timeout: ['0', '30', '9999'],
  rtp_timeout_hold: ['0', '9999'],
  send_connected_line: yesNo,
  send_diversion: yesNo,
  send_history_info: yesNo,
  send_pai: yesNo,
  send_rpid: yesNo,
  subscribe_context: ['main_routing', 'hints-1'],
  suppress_q850_reason_headers: yesNo,
  t38_udptl: yesNo,
  t38_udptl_ec: ['none', 'fec', 'redundancy'],
  t38_udptl_maxdatagram: ['0', '9999'],
  t38_udptl_nat: yesNo,
  timers: ['no', 'yes', 'required', 'always', 'forced'],
  timers_min_se: ['90', '1800'],
  timers_sess_expires: ['90', '99999'],
  tos_audio: ['ef', 'cs0', 'cs7', 'af11', 'af43'],
  trust_connected_line: yesNo,
  trust_id_inbound: yesNo,
  trust_id_outbound: yesNo,
  use_ptime: yesNo,
  user_eq_phone: yesNo,
}

describe('no value that is accepted costs an extension its place on the PBX', { skip: noAsterisk }, () => {
  let link: Link
  before(async () => {
    link = await startLink()
  })
  after(() => link.stop())

  // Fields that make another extension of it, or none, have tests elsewhere.
  const elsewhere = ['number', 'user_type', 'active', 'host', 'deny', 'permit']
  for (const { field, accepts } of userRules.filter(({ field }) => !elsewhere.includes(field))) {
    test(field, async () => {
      const { extension, phone } = await link.registered()
      for (const each of accepts) {
        const given = typeof each === 'string' ? each : each.given
        await link.update(extension, { [field]: given })
        const secret = field === 'secret' ? String(given) : extension.secret
        assert.equal(await phone.register({ secret }), 200, `${field}: ${JSON.stringify(given)}`)
      }
      await link.remove(extension)
    })
  }

  test('number', async () => {
    for (const number of ['7', '0070', '8'.repeat(30)]) {
      const { extension } = await link.registered({ number })
      await link.remove(extension)
    }
  })

  for (const field of ['deny', 'permit']) {
    test(field, async () => {
      const { extension, phone } = await link.registered()
      const { accepts = [] } = userRules.find((rule) => rule.field === field) ?? {}
      for (const given of accepts.map(String)) {
        // Denied addresses are permitted again: a refusal can then only mean that the value broke the extension.
        await link.update(extension, {
          deny: '',
          permit: '',
          [field]: given,
          ...(field === 'deny' && { permit: '127.0.0.1' }),
        })
        assert.equal(await phone.register(), 200, `${field}: ${given}`)
      }
    })
  }

  test('host: an extension with an address of its own does not register, and calls', async () => {
    const { accepts = [] } = userRules.find((rule) => rule.field === 'host') ?? {}
    for (const host of accepts.map(String)) {
      const extension = await link.add({ host, port: '5070' })
      const phone = await link.phone(extension)
      assert.equal(await phone.register(), host === 'dynamic' ? 200 : 403, host)
      const call = phone.call('*43')
      assert.equal(await call.answered, 200, `${host}: ${link.asterisk.output().slice(-1000)}`)
      await call.hangUp()
      const shown = await link.asterisk.cli(`pjsip show aor ${extension.number}`)
      const uri = `sip:${extension.number}@${host.includes(':') ? `[${host}]` : host}:5070`
      if (host !== 'dynamic') assert.ok(shown.includes(uri), `${uri} is not in\n${shown}`)
      await link.remove(extension)
    }
  })

  for (const [name, values] of Object.entries(options)) {
    test(`more_options: ${name}`, async () => {
      const number = uniqueNumber()
      const { extension, phone } = await link.registered({ number, more_options: '' })
      for (const value of values) {
        await link.update(extension, { more_options: `${name}=${value}` })
        assert.equal(await phone.register(), 200, `${value}\n${link.asterisk.output().slice(-1000)}`)
        const shown = await link.asterisk.cli(`pjsip show endpoint ${number}`)
        const held = new RegExp(`^ ${name}\\s+: (.*?)\\s*$`, 'm').exec(shown)?.[1] ?? ''
        // Asterisk 22.10 shows the value of connected_line_method for direct_media_method too.
        if (name !== 'direct_media_method') assert.deepEqual(wordsOf(name, held), wordsOf(name, value))
      }
      await link.remove(extension)
    })
  }

  test("more_options: lines of chan_sip's", async () => {
    const number = uniqueNumber()
    const { extension, phone } = await link.registered({ number })
    for (const [lines, wanted] of chanSipLines) {
      await link.update(extension, { more_options: lines })
      assert.equal(await phone.register(), 200, `${lines}\n${link.asterisk.output().slice(-1000)}`)
      const shown = await link.asterisk.cli(`pjsip show endpoint ${number}`)
      for (const [name, value] of Object.entries(wanted)) {
        assert.equal(new RegExp(`^ ${name}\\s+: (.*?)\\s*$`, 'm').exec(shown)?.[1], value, lines)
      }
    }
    await link.remove(extension)
  })

  test('a long name is cut to the 79 bytes that Asterisk takes', async () => {
    const number = uniqueNumber()
    const { extension } = await link.registered({ number })
    for (const [name, cut] of [
      ['n'.repeat(79), 'n'.repeat(79)],
      ['n'.repeat(80), 'n'.repeat(79)],
      ['n'.repeat(255), 'n'.repeat(79)],
      ['ع'.repeat(40), 'ع'.repeat(39)],
      [`a${'ع'.repeat(60)}`, `a${'ع'.repeat(39)}`],
      ['😀'.repeat(20), '😀'.repeat(19)],
    ]) {
      await link.update(extension, { name })
      const shown = await link.asterisk.cli(`pjsip show endpoint ${number}`)
      assert.equal(/^ callerid\s+: (.*?)\s*$/m.exec(shown)?.[1], `"${cut}" <${number}>`)
    }
    await link.remove(extension)
  })

  test('Asterisk complains of nothing', () => {
    const complaints = complaintsOf(link.asterisk).filter((line) => !line.includes('has no configured max_contacts'))
    assert.deepEqual(complaints, [])
  })
})

/** Lines with chan_sip's options, each with the values that Asterisk shows of the endpoint then. */
const chanSipLines: readonly (readonly [lines: string, shown: Readonly<Record<string, string>>])[] = [
  ['fromuser=70\nfromdomain=a.example', { from_user: '70', from_domain: 'a.example' }],
  ['disallow=all\nallow=ulaw\nallow=h264 ; pictures\nvideosupport=yes', { allow: '(ulaw|h264)' }],
  ['disallow=alaw', { allow: '(ulaw|g722)' }],
  ['allow=!all,gsm,vp8\nvideosupport=no', { allow: '(gsm)' }],
  ['encryption=yes', { media_encryption: 'sdes' }],
  ['mailbox=100@default', { mailboxes: '100@default' }],
  ['Language => fa\naccountcode=a-1', { language: 'fa', accountcode: 'a-1' }],
  ['callerid="Ali Reza" <555>', { callerid: '"Ali Reza" <555>' }],
  ['callerid=<556>\nfullname=علی', { callerid: '"علی" <556>' }],
  ['cid_number=557', {}],
  [
    'session-timers=originate\nsession-expires=600\nsession-minse=120',
    { timers_sess_expires: '600', timers_min_se: '120' },
  ],
  [
    'rtptimeout=30\nrtpholdtimeout=300\nrtpkeepalive=5',
    { rtp_timeout: '30', rtp_timeout_hold: '300', rtp_keepalive: '5' },
  ],
  [
    't38pt_udptl=yes,redundancy,maxdatagram=400',
    { t38_udptl: 'true', t38_udptl_ec: 'redundancy', t38_udptl_maxdatagram: '400' },
  ],
  ['sendrpid=pai\ntrustrpid=yes', { send_pai: 'true', trust_id_inbound: 'true' }],
  ['mohsuggest=default\nsetvar=colour=light blue', { moh_suggest: 'default', colour: 'light blue' }],
  ['setvar=_a=b', { _a: 'b' }],
  ['busylevel=2\nsubscribecontext=main_routing', { device_state_busy_at: '2', subscribe_context: 'main_routing' }],
  [
    'usereqphone=1\nallowoverlap=no\nallowsubscribe=no',
    { user_eq_phone: 'true', allow_overlap: 'false', allow_subscribe: 'false' },
  ],
  [
    'autoframing=yes\nicesupport=no\nprogressinband=never',
    { use_ptime: 'true', ice_support: 'false', inband_progress: 'false' },
  ],
  ['cid_tag=t\ncallingpres=prohib', { callerid_tag: 't', callerid_privacy: 'prohib' }],
  ['namedcallgroup=a,b\nnamedpickupgroup=c', { named_pickup_group: 'c' }],
  ['transport=udp\ninsecure=port,invite\nmaxcallbitrate=384\nwhatever=1\nno line', {}],
]

/** The words that Asterisk shows for values that it does not show as they are. */
const shownAs: Readonly<Record<string, string>> = {
  ...{ yes: 'true', no: 'false', reinvite: 'invite', forced: 'always' },
  ...{ ef: '184', cs0: '0', cs7: '224', af11: '40', af43: '152' },
}

/** The words that Asterisk shows for a value, in no order. */
function wordsOf(name: string, value: string): string[] {
  // Asterisk shows these two as words, not as flags.
  const shown = ['100rel', 'timers'].includes(name) && value !== 'forced' ? value : (shownAs[value] ?? value)
  return shown
    .split(/[^\w.-]+/)
    .filter((word) => word !== '')
    .sort()
}
