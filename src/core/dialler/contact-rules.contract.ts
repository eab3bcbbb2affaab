import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { buildDialling, type DiallerBook } from '../../../test/dialler-world.ts'
import type { Fate } from '../../../test/stand-in-calls.ts'
import type { Campaign } from '../campaign/campaign.ts'
import { startCampaign } from '../campaign/start-campaign.ts'
import type { ContactRules } from '../opt-out/contact-rules.ts'
import { dialerStatus } from './dialer-status.ts'

const answered: Fate = { kind: 'answered', wait: 2000, talk: 8000 }

/** The operator's rules for contacts, as the dialler keeps them over every store. */
export function describeContactRules(engine: string, open: () => Promise<DiallerBook>): void {
  describe(`the dialler with rules for contacts on ${engine}`, () => {
    let book: DiallerBook
    before(async () => {
      book = await open()
    })
    after(() => book.close())

    const withRules = (contactRules: Partial<ContactRules>): DiallerBook => ({
      ...book,
      core: { ...book.core, contactRules: { ...book.core.contactRules, ...contactRules } },
    })

    it('calls nobody in quiet hours, and goes on after them', async () => {
      // Tehran is three and a half hours ahead.
      const minuteAt = (at: number): number => Math.floor(at / 60_000 + 210) % 1440
      const now = minuteAt(book.clock.now())
      const [from, until] = [(now + 2) % 1440, (now + 5) % 1440]
      const world = await buildDialling(withRules({ quietHours: [from, until] }), () => answered, { interval: 5000 })
      await startCampaign(
        world.core,
        world.caller,
        await world.addCampaign(Array.from({ length: 500 }, (_, at) => `0912${String(at).padStart(7, '0')}`)),
      )
      await world.pass(3 * 60_000)
      assert.equal((await dialerStatus(world.core, world.caller)).managers[0]?.idle, 'quiet_hours')
      await world.pass(5 * 60_000)
      const called = new Set(world.calls.begun.map(({ at }) => (minuteAt(at) - now + 1440) % 1440))
      assert.deepEqual(
        [2, 3, 4].filter((minute) => called.has(minute)),
        [],
      )
      assert.ok(
        [0, 1, 5, 6].every((minute) => called.has(minute)),
        [...called].join(' '),
      )
    })

    it('calls a number no more than so often within 24 hours, over all campaigns and spellings', async () => {
      const world = await buildDialling(withRules({ mostADay: 2 }), () => ({ kind: 'busy', wait: 500 }))
      const { core, caller } = world
      const endOf = async (phone: string, fields: Partial<Campaign> = {}) => {
        const campaign = await world.addCampaign([phone], fields)
        await startCampaign(core, caller, campaign)
        await world.until(async () => (await world.state(campaign)) === 'completed')
        const [target] = await world.targets(campaign)
        return [target?.tries.length, target?.outcome, target?.skipped]
      }
      assert.deepEqual(await endOf('09120000001', { tries: 5, pause: 60 }), [2, 'busy', 'contact_limit'])
      assert.deepEqual(await endOf('+989120000001'), [0, null, 'contact_limit'])
      assert.deepEqual(await endOf('09120000002'), [1, 'busy', ''])
      world.clock.advance(24 * 3600 * 1000)
      assert.deepEqual(await endOf('00989120000001'), [1, 'busy', ''])
    })
  })
}
