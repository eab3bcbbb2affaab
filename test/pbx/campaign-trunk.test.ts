import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { causeOf } from '../../src/core/ledger/call-record.ts'
import { eventually, noAsterisk } from './support/asterisk.ts'
import { type CampaignPbx, startCampaignPbx } from './support/campaign-calls.ts'
import { Phone } from './support/phone.ts'

describe('calls of campaigns, by the rules of their trunk, on a real Asterisk', { skip: noAsterisk }, () => {
  let pbx: CampaignPbx
  let other: Phone
  before(async () => {
    pbx = await startCampaignPbx()
    other = await Phone.open({ number: 'all', secret: '', pbx: pbx.link.asterisk.sipPort, address: '127.0.0.22' })
    other.manner = 'busy'
    await cli('account', 'set', 'acme', '--country', 'IR')
  })
  after(async () => {
    other.close()
    await pbx.stop()
  })
  const cli = (...args: string[]) => pbx.link.client.server.cli(...args)
  const fromOf = (phone: Phone) => /sip:([^@]*)@/.exec(phone.invites.at(-1)?.headers.get('from') ?? '')?.[1]
  const calledLast = (phone: Phone) => /^INVITE sip:([^@]*)@/.exec(phone.invites.at(-1)?.first ?? '')?.[1]

  test('go out by the trunk that is named, with its prefixes and its number, whatever the order of trunks', async () => {
    const rules = ['--strip', '1', '--add', '0098', '--default-number', '02191001234', '--caller-id', 'from']
    await cli('trunk', 'set', 'other', '--host', '127.0.0.22', '--port', String(other.port), ...rules)
    const id = await pbx.begin('09120000011', { trunk: 'other' })
    const { exit, to, disposition } = await pbx.inLedger(id)
    assert.deepEqual([exit, to, disposition], ['other', '09120000011', 'BUSY'])
    assert.deepEqual([calledLast(other), fromOf(other)], ['00989120000011', '02191001234'])
    assert.equal(pbx.outside.invites.length, 0)
  })

  test('try the hosts of the trunk in their order, and go on behind one that is silent or full', async () => {
    pbx.outside.mannerOf = () => 'full'
    const hosts = [
      '--host',
      '127.0.0.21',
      '--port',
      String(pbx.outside.port),
      '--also-host',
      `127.0.0.22:${other.port}`,
    ]
    await cli('trunk', 'set', 'both', ...hosts)
    const before = other.invites.length
    const id = await pbx.begin('09120000011', { trunk: 'both' })
    const { disposition, legs } = await pbx.inLedger(id)
    assert.deepEqual([disposition, causeOf({ legs }), legs.map(({ cause }) => cause)], ['BUSY', 17, [34, 17]])
    assert.equal(other.invites.length, before + 1)

    pbx.outside.mannerOf = () => 'mute'
    const second = await pbx.begin('09120000012', { trunk: 'both' })
    assert.equal((await pbx.inLedger(second)).disposition, 'BUSY')
  })

  test('are not dialled where a rule denies the number, to emergency numbers, and where no trunk is for it', async () => {
    await cli('forward-rules', 'deny', '0900')
    await cli('forward-rules', 'allow', '09001')
    const calledBefore = pbx.outside.invites.length + other.invites.length
    for (const [number, fields, cause] of [
      ['09002000001', {}, 21],
      ['110', {}, 21],
      ['09120000001', { trunk: 'absent' }, 1],
    ] as const) {
      const id = await pbx.begin(number, fields)
      const kept = await pbx.inLedger(id)
      assert.deepEqual([kept.disposition, kept.to, kept.legs, kept.way], ['FAILED', number, [], 'outgoing'], number)
      assert.ok(pbx.ended.includes(id), String(cause))
    }
    assert.equal(pbx.outside.invites.length + other.invites.length, calledBefore)
    await pbx.begin('09001000001', { trunk: 'other' })
    await eventually('the longer rule allows it', () => calledLast(other) === '00989001000001')
  })
})
