import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type CampaignCall, type CampaignCalls, NotBegun } from '../src/core/campaign/campaign-calls.ts'
import { eventually } from './pbx/support/asterisk.ts'

/** A PBX, with numbers that do what the contract needs. */
export interface CalledNumbers {
  readonly calls: CampaignCalls
  /** A call, with an id of its own, to a number that rings until it is given up, or that is busy. */
  callTo(kind: 'ringing' | 'busy'): CampaignCall
  /** How often the number of a call was called so far. */
  timesCalled(call: CampaignCall): number
  stop(): Promise<void>
}

/** The rules for every {@link CampaignCalls}. */
export function describeCampaignCalls(
  name: string,
  options: { readonly skip: string | false },
  open: () => Promise<CalledNumbers>,
): void {
  describe(`calls of campaigns, by ${name}`, options, () => {
    let pbx: CalledNumbers
    const ended: string[] = []
    before(async () => {
      pbx = await open()
      pbx.calls.onEnded((id) => ended.push(id))
    })
    after(() => pbx.stop())
    const isPresent = async ({ id }: CampaignCall) => (await pbx.calls.present()).has(id)

    test('a call is there from its begin until it is ended, and its end is told once', async () => {
      const [one, other] = [pbx.callTo('ringing'), pbx.callTo('ringing')]
      await Promise.all([pbx.calls.begin(one), pbx.calls.begin(other)])
      await eventually('both ring', () => pbx.timesCalled(one) === 1 && pbx.timesCalled(other) === 1)
      assert.deepEqual([await isPresent(one), await isPresent(other)], [true, true])
      await pbx.calls.end([one.id, 'orig.call.1.000000'])
      await eventually('the end is told', () => ended.includes(one.id))
      assert.deepEqual([await isPresent(one), await isPresent(other)], [false, true])
      await pbx.calls.end([one.id, other.id])
      await eventually('the other end is told', () => ended.includes(other.id))
      await pbx.calls.end([])
      assert.deepEqual(ended, [one.id, other.id])
    })

    test('a call that goes on is not begun a second time', async () => {
      const call = pbx.callTo('ringing')
      await pbx.calls.begin(call)
      await eventually('it rings', () => pbx.timesCalled(call) === 1)
      // The second may be refused or passed over: nothing rings for it.
      await pbx.calls.begin(call).catch(() => undefined)
      const marker = pbx.callTo('busy')
      await pbx.calls.begin(marker)
      await eventually('a later call has come and gone', () => ended.includes(marker.id))
      assert.equal(pbx.timesCalled(call), 1)
      assert.ok(await isPresent(call))
      await pbx.calls.end([call.id])
      await eventually('it has ended', () => ended.includes(call.id))
      assert.equal(ended.filter((id) => id === call.id).length, 1)
    })

    test('a call that ends by itself is told', async () => {
      const call = pbx.callTo('busy')
      await pbx.calls.begin(call)
      await eventually('its end is told', () => ended.includes(call.id))
      assert.ok(!(await isPresent(call)))
    })

    test('a call may go on at every text that a campaign can have', async () => {
      const call = { ...pbx.callTo('busy'), context: 'auto', text: 'ردیف_1+*#.-' }
      await pbx.calls.begin(call)
      await eventually('its end is told', () => ended.includes(call.id))
    })

    test('a call that cannot be is refused for sure', async () => {
      for (const wrong of [{ number: '*43#' }, { number: '' }, { text: 'a,b' }, { context: 'a b' }, { id: '1.1' }]) {
        const call = { ...pbx.callTo('busy'), ...wrong }
        await assert.rejects(pbx.calls.begin(call), NotBegun, JSON.stringify(wrong))
        assert.equal(pbx.timesCalled(call), 0)
      }
    })
  })
}
