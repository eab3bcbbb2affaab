import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { causeOf } from '../../src/core/ledger/call-record.ts'
import { complaintsOf, eventually, noAsterisk } from './support/asterisk.ts'
import { type CampaignPbx, startCampaignPbx } from './support/campaign-calls.ts'
import { hasTone } from './support/tone.ts'

/** The time between two keys. Asterisk takes keys that come within one another's sound for one. */
const likeAPerson = () => new Promise((next) => setTimeout(next, 400))

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
      if (cause === 19) await pbx.outside.nextCall()
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

  test('play the announcement, and take what is pressed during it and after it', async () => {
    const [long, short] = [await pbx.tone(700, 20), await pbx.tone(1300, 1)]
    const wanted = [
      // A call ends with the first of one key, by packets and by INFO.
      { sound: long, digits: 1, keys: ['5'], by: 'sound', noted: '5' },
      { sound: long, digits: 1, keys: ['7'], by: 'info', noted: '7' },
      { sound: long, digits: 1, keys: ['#'], by: 'info', noted: '#' },
      { sound: long, digits: 3, keys: ['1', '*', '2'], by: 'info', noted: '1*2' },
      { sound: long, digits: 20, keys: ['1', '2', '#'], by: 'sound', noted: '12' },
      { sound: short, digits: 1, keys: ['9'], by: 'sound', noted: '9' },
      { sound: '', digits: 1, keys: ['0'], by: 'sound', noted: '0' },
    ] as const
    for (const { keys, by, noted, ...fields } of wanted) {
      pbx.outside.tone = 0
      const id = await pbx.begin('0912000000', fields)
      const call = await pbx.outside.nextCall()
      const tone = fields.sound === long ? 700 : 1300
      if (fields.sound !== '') await eventually('the announcement is heard', () => hasTone(tone, pbx.outside.sound))
      // A second has fifty packets.
      if (fields.sound === short) await eventually('it is over', () => pbx.outside.sound.length > 49 * 160)
      for (const key of keys) {
        await call.press(key, by)
        await likeAPerson()
      }
      await call.ended
      const { digits, disposition, taker, legs } = await pbx.inLedger(id)
      assert.deepEqual([digits, disposition, taker, legs.length], [noted, 'ANSWERED', '', 1])
    }
  })

  test('keep what was pressed by whoever hangs up in the middle, and no more', async () => {
    const sound = await pbx.tone(700, 20)
    pbx.outside.tone = 0
    const id = await pbx.begin('0912000000', { sound, digits: 5 })
    const call = await pbx.outside.nextCall()
    await eventually('the announcement is heard', () => hasTone(700, pbx.outside.sound))
    await call.press('4', 'info')
    await likeAPerson()
    await call.press('2', 'info')
    await likeAPerson()
    await call.hangUp()
    assert.equal((await pbx.inLedger(id)).digits, '42')

    pbx.outside.tone = 0
    const mute = await pbx.begin('0912000000', { sound })
    const other = await pbx.outside.nextCall()
    await eventually('the announcement is heard again', () => hasTone(700, pbx.outside.sound))
    await other.press('4', 'info')
    await other.hangUp()
    const { digits, disposition } = await pbx.inLedger(mute)
    assert.deepEqual([digits, disposition], ['', 'ANSWERED'])
  })

  test('leave nothing behind', async () => {
    await eventually('no channel is left', async () => (await pbx.channels()) === 0)
    assert.deepEqual(complaintsOf(pbx.link.asterisk), [])
  })
})
