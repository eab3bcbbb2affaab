import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { noAsterisk } from './support/asterisk.ts'
import { type Calls, startCalls } from './support/calls.ts'
import { Phone } from './support/phone.ts'

describe('a phone that loses its power in a call', { skip: noAsterisk }, () => {
  let calls: Calls
  before(async () => {
    calls = await startCalls()
    await calls.configure('--sip-rtp-timeout', '2')
  })
  after(() => calls.stop())

  test('holds the call no longer than the time without sound, and the other side is told', async () => {
    const { link, caller } = calls
    const extension = await link.add({ call_limit: '1' })
    const phone = await Phone.open({ ...extension, pbx: link.asterisk.sipPort })
    assert.equal(await phone.register(), 200)
    const call = caller.call(extension.number)
    await phone.nextCall()
    assert.equal(await call.answered, 200)
    phone.close()
    await call.ended
    await calls.untilFree(extension.number)
    // The seat of its limit is free again.
    const back = await link.phone(extension)
    assert.equal(await back.register(), 200)
    const again = caller.call(extension.number)
    assert.equal(await again.answered, 200)
    await again.hangUp()
  })

  test('is asked once more by the session timer, also where the phone does not ask for one', async () => {
    const { link } = calls
    const { extension } = await link.registered()
    const shown = await link.asterisk.cli(`pjsip show endpoint ${extension.number}`)
    for (const line of [
      /timers\s+: always/,
      /timers_sess_expires\s+: 600/,
      /rtp_timeout\s+: 2\b/,
      /rtp_timeout_hold\s+: 900/,
    ]) {
      assert.match(shown, line)
    }
    await calls.configure('--sip-rtp-timeout', '60', '--sip-rtp-timeout-on-hold', '0', '--sip-session-expires', '90')
    const other = await link.add({ more_options: 'rtp_timeout=7' })
    const changed = await link.asterisk.cli(`pjsip show endpoint ${other.number}`)
    for (const line of [/timers_sess_expires\s+: 90\b/, /rtp_timeout\s+: 7\b/, /rtp_timeout_hold\s+: 0\b/]) {
      assert.match(changed, line)
    }
  })
})
