import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { buildDialling, type DiallerBook } from '../../../test/dialler-world.ts'
import type { Campaign } from '../campaign/campaign.ts'
import { startCampaign } from '../campaign/start-campaign.ts'
import { dialerStatus } from './dialer-status.ts'

/** Campaigns whose answered calls go on at another place, over every store. */
export function describeWayOn(engine: string, open: () => Promise<DiallerBook>): void {
  describe(`the dialler of campaigns that go on elsewhere on ${engine}`, () => {
    let book: DiallerBook
    before(async () => {
      book = await open()
    })
    after(() => book.close())

    const start = async (fields: Partial<Campaign>) => {
      const world = await buildDialling(book, () => ({ kind: 'answered', wait: 2000, talk: 8000 }))
      const campaign = await world.addCampaign(['09120000001', '09120000002'], fields)
      await startCampaign(world.core, world.caller, campaign)
      const why = async () => (await dialerStatus(world.core, world.caller)).managers[0]?.campaigns[0]?.idle
      return { world, campaign, why }
    }

    it('calls nobody while the PBX lacks the place, says so, and goes on once it is there', async () => {
      const { world, campaign, why } = await start({ context: 'survey', text: '77' })
      world.hasPlaces = false
      await world.pass(10_000)
      assert.deepEqual([world.calls.begun.length, await why()], [0, 'no_place'])
      world.hasPlaces = true
      await world.until(() => world.calls.begun.length === 2, 10_000)
      await world.pass(1500)
      assert.equal(await why(), undefined)
      await world.until(async () => (await world.state(campaign)) === 'completed')
    })

    it('calls nobody for what is no extension in the usual context', async () => {
      const { world, why } = await start({ context: 'main_routing', text: 'sales' })
      await world.pass(5000)
      assert.deepEqual([world.calls.begun.length, await why()], [0, 'no_place'])
    })

    it('ends a call that outlives its times, as the PBX should have', async () => {
      const world = await buildDialling(book, () => ({ kind: 'ringing' }))
      const campaign = await world.addCampaign(['09120000001'], { ringTime: 30, longest: 60 })
      await startCampaign(world.core, world.caller, campaign)
      await world.until(() => world.calls.begun.length === 1)
      const began = world.clock.now()
      await world.until(async () => (await world.state(campaign)) === 'completed')
      const took = world.clock.now() - began
      assert.ok(took > 160_000 && took < 180_000, `${took} ms`)
    })

    it('says of the extension that it is not free, and calls once it is', async () => {
      const { world, why } = await start({ context: 'main_routing', text: '571' })
      world.isFree = false
      await world.pass(5000)
      assert.deepEqual([world.calls.begun.length, await why()], [0, 'agent_busy'])
      world.isFree = true
      await world.until(() => world.calls.begun.length === 1, 5000)
    })
  })
}
