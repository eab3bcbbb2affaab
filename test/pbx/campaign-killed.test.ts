import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { NotBegun } from '../../src/core/campaign/campaign-calls.ts'
import { eventually, noAsterisk } from './support/asterisk.ts'
import { type CampaignPbx, startCampaignPbx } from './support/campaign-calls.ts'

describe('calls of campaigns while Asterisk is killed', { skip: noAsterisk }, () => {
  let pbx: CampaignPbx
  before(async () => {
    pbx = await startCampaignPbx()
  })
  after(() => pbx.stop())

  test('none is left, all are told and in the ledger, and what is begun meanwhile is refused for sure', async () => {
    const sound = await pbx.tone(700, 60)
    const answered = [await pbx.begin('0912000000', { sound }), await pbx.begin('0912100000', { sound })]
    const ringing = [await pbx.begin('0912000002'), await pbx.begin('0912100002')]
    const all = [...answered, ...ringing]
    await eventually('all numbers are called', () => pbx.outside.invites.length === all.length)
    for (const _ of all) await pbx.outside.nextCall()
    await eventually('sound is heard', () => pbx.outside.heard > 0)
    assert.deepEqual(await pbx.calls.present(), new Set(all))

    await pbx.link.asterisk.kill()
    await eventually('the connection is lost', () => !pbx.isConnected())
    await assert.rejects(pbx.begin('0912000001'), NotBegun)
    await assert.rejects(pbx.calls.present())
    assert.deepEqual(pbx.ended, [])

    await pbx.link.asterisk.start()
    await eventually('the connection is back', () => pbx.isConnected())
    assert.deepEqual(pbx.ended.toSorted(), all.toSorted())
    assert.deepEqual(await pbx.calls.present(), new Set())
    assert.equal(await pbx.channels(), 0)
    for (const id of all) {
      const { doubts, disposition } = await pbx.inLedger(id)
      assert.deepEqual([doubts, disposition], [['end'], answered.includes(id) ? 'ANSWERED' : 'NO ANSWER'], id)
    }

    const next = await pbx.begin('0912000001')
    assert.equal((await pbx.inLedger(next)).disposition, 'BUSY')
  })
})
