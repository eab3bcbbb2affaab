import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { causeOf } from '../../src/core/ledger/call-record.ts'
import { complaintsOf, eventually, noAsterisk } from './support/asterisk.ts'
import { type CampaignPbx, startCampaignPbx } from './support/campaign-calls.ts'

describe('calls of campaigns, on a real Asterisk', { skip: noAsterisk }, () => {
  let pbx: CampaignPbx
  before(async () => {
    pbx = await startCampaignPbx()
  })
  after(() => pbx.stop())

  test('end as the number does', async () => {
    const cases = [
      ['0912000001', {}, 'BUSY', 17],
      ['0912000002', { ringTime: 1 }, 'NO ANSWER', 19],
      ['0912000003', {}, 'FAILED', 21],
      ['0912000004', {}, 'FAILED', 34],
      ['0912000005', {}, 'FAILED', 1],
    ] as const
    for (const [number, fields, disposition, cause] of cases) {
      const id = await pbx.begin(number, fields)
      const call = await pbx.inLedger(id)
      assert.deepEqual(
        [call.disposition, causeOf(call), call.answeredAt, call.campaign, call.from, call.to, call.way, call.exit],
        [disposition, cause, null, 'c0ffee', '', number, 'outgoing', 'cisco'],
      )
      assert.deepEqual(
        pbx.ended.filter((each) => each === id),
        [id],
      )
    }
  })

  test('are answered, and end after the longest time', async () => {
    const id = await pbx.begin('0912000000', { digits: 1, longest: 1 })
    await (await pbx.outside.nextCall()).ended
    const { disposition, answeredAt, startedAt, endedAt, digits } = await pbx.inLedger(id)
    assert.deepEqual([disposition, digits], ['ANSWERED', ''])
    assert.ok(answeredAt !== null && startedAt <= answeredAt && answeredAt + 900 < endedAt)
  })

  test('leave nothing behind', async () => {
    await eventually('no channel is left', async () => (await pbx.channels()) === 0)
    assert.deepEqual(complaintsOf(pbx.link.asterisk), [])
  })
})
