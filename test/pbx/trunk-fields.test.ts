import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { unique } from '../acceptance/support/simotel.ts'
import { noAsterisk } from './support/asterisk.ts'
import { type Calls, startCalls } from './support/calls.ts'
import { Phone } from './support/phone.ts'

const address = '127.0.0.41'
const secret = unique('Trunk-Secret-')

describe('what the fields of the wire do to a trunk on a real Asterisk', { skip: noAsterisk }, () => {
  let calls: Calls
  let provider: Phone
  let id: string
  before(async () => {
    calls = await startCalls()
    calls.link.client.server.audit.hide(secret)
    provider = await Phone.open({ number: '02100', secret: '', pbx: calls.link.asterisk.sipPort, address })
    const where = { host: address, port: String(provider.port), qualify: 'no' }
    id = (await calls.link.client.data<{ _id: string }>('pbx/trunks/add', { name: 'NasimTrunk', ...where }))._id
  })
  after(async () => {
    provider.close()
    await calls.stop()
  })
  const update = (fields: object) => calls.link.client.data('pbx/trunks/update', { _id: id, ...fields })
  const shown = async (option: string) => {
    const text = await calls.link.asterisk.cli('pjsip show endpoint NasimTrunk')
    return new RegExp(`^ ${option} +: (.*)$`, 'm').exec(text)?.[1]?.trim()
  }
  const status = async (call: { answered: Promise<number>; hangUp(): Promise<void> }) => {
    const answered = await call.answered
    if (answered === 200) await call.hangUp()
    return answered
  }
  const out = () => status(calls.caller.call('0912000'))
  const incoming = () => status(provider.call(calls.caller.number))

  test('options of the endpoint', async () => {
    await update({ dtmfmode: 'info', directmedia: 'yes', canreinvite: 'yes', nat: 'no', allow: 'alaw,g722' })
    assert.equal(await shown('dtmf_mode'), 'info')
    assert.equal(await shown('direct_media'), 'true')
    assert.equal(await shown('rtp_symmetric'), 'false')
    assert.equal(await shown('allow'), '(alaw|g722)')
    await update({ dtmfmode: 'rfc2833', directmedia: 'no', nat: 'force_rport,comedia', allow: 'ulaw' })
    assert.equal(await shown('dtmf_mode'), 'rfc4733')
    assert.equal(await shown('direct_media'), 'false')
    assert.equal(await shown('rtp_symmetric'), 'true')
    assert.equal(await out(), 200)
    assert.match(provider.invites.at(-1)?.body ?? '', /m=audio \d+ RTP\/AVP 0 /)
  })

  test('a user is only called out by, a peer only calls in', async () => {
    assert.deepEqual([await out(), await incoming()], [200, 200])
    await update({ type: 'user' })
    assert.deepEqual([await out(), await incoming()], [200, 401])
    await update({ type: 'peer' })
    assert.deepEqual([await out(), await incoming()], [404, 200])
    await update({ type: 'friend' })
  })

  test('an inactive trunk is none', async () => {
    await update({ active: 'no' })
    assert.deepEqual([await out(), await incoming()], [404, 401])
    await update({ active: 'yes' })
    assert.deepEqual([await out(), await incoming()], [200, 200])
  })

  test('deny and permit say from where calls come in', async () => {
    await update({ deny: '0.0.0.0/0.0.0.0', permit: '192.0.2.1' })
    assert.ok([401, 403].includes(await incoming()))
    await update({ permit: `192.0.2.1,${address}` })
    assert.equal(await incoming(), 200)
    await update({ permit: '0.0.0.0/0.0.0.0' })
  })

  test('the lines of more_options are the user and the secret of calls', async () => {
    await update({ more_options: `username=acme\nfromuser=3591011020\nsecret=${secret}` })
    provider.manner = 'challenge'
    assert.equal(await out(), 200)
    const { headers } = provider.invites.at(-1) ?? assert.fail('no call')
    assert.match(headers.get('authorization') ?? '', /username="acme"/)
    assert.match(headers.get('from') ?? '', /<sip:3591011020@/)
    provider.manner = 'answer'
  })

  test('Asterisk prints no error, and no secret', () => {
    assert.doesNotMatch(calls.link.asterisk.output(), /ERROR/)
    assert.ok(!calls.link.asterisk.output().includes(secret))
  })
})
