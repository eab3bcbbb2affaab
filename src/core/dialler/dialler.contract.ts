import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { entriesOf, owner } from '../../../test/builders.ts'
import { buildDialling, type DiallerBook } from '../../../test/dialler-world.ts'
import type { Fate } from '../../../test/stand-in-calls.ts'
import { pauseCampaign } from '../campaign/pause-campaign.ts'
import { repeatCampaign } from '../campaign/repeat-campaign.ts'
import { resumeCampaign } from '../campaign/resume-campaign.ts'
import type { RunCounts } from '../campaign/run.ts'
import { startCampaign } from '../campaign/start-campaign.ts'
import { stopCampaign } from '../campaign/stop-campaign.ts'
import { findChanges } from '../change/find-changes.ts'
import { createGroup } from '../group/create-group.ts'
import { addOptOut } from '../opt-out/add-opt-out.ts'
import { mayContact } from '../opt-out/may-contact.ts'
import { undoChange } from '../undo/undo-change.ts'
import { dialerStatus } from './dialer-status.ts'

const hour = 60 * 60 * 1000
const day = 24 * hour
const answered: Fate = { kind: 'answered', wait: 2000, talk: 8000 }

/** The rules for the dialler over every store. */
export function describeDialler(engine: string, open: () => Promise<DiallerBook>): void {
  describe(`the dialler on ${engine}`, () => {
    let book: DiallerBook
    before(async () => {
      book = await open()
    })
    after(() => book.close())

    const build = (...given: Parameters<typeof buildDialling> extends [unknown, ...infer More] ? More : never) =>
      buildDialling(book, ...given)
    const numbers = (count: number, first = 0): string[] =>
      Array.from({ length: count }, (_, at) => `0912${String(first + at).padStart(7, '0')}`)
    const sumOf = ({ tries: _tries, talk: _talk, wait: _wait, size: _size, ...parts }: RunCounts): number =>
      Object.values(parts).reduce((sum, each) => sum + each, 0)

    it('calls every number once, never more at once than the capacity, and completes the campaign', async () => {
      const world = await build(() => answered)
      const campaign = await world.addCampaign(numbers(43))
      await startCampaign(world.core, world.caller, campaign)
      const began = world.clock.now()
      await world.until(async () => (await world.state(campaign)) === 'completed')
      assert.equal(world.calls.most, 5)
      assert.deepEqual(
        world.calls.begun.map(({ number }) => number),
        numbers(43),
      )
      const counts = await world.counts(campaign)
      assert.deepEqual([counts.answered, counts.tries, counts.talk, counts.wait], [43, 43, 344_000, 86_000])
      // 43 calls of 10 seconds on 5 channels take 9 rounds: the channels stand still for a few milliseconds only.
      assert.ok(world.clock.now() - began < 93_000, `${world.clock.now() - began} ms`)
      const [change] = await findChanges(world.core, world.caller, 1)
      assert.deepEqual([change?.name, change?.noun, change?.after?.state], ['dialler', 'campaign', 'completed'])
      assert.deepEqual(world.faults, [])
    })

    it('calls a number of several lists and in several spellings once, and says of each why it is not called', async () => {
      const world = await build(() => answered)
      await addOptOut(world.core, world.caller, { number: '+989120000003', channel: 'calls' })
      const campaign = await world.addCampaign(['09120000001', '+989120000001', '09120000002', '09120000003', '*43#'])
      const more = await createGroup(world.core, world.caller, {
        name: 'h',
        entries: entriesOf('00989120000002', '09120000004'),
      })
      await world.write(async (tx) => {
        await tx.campaigns.update({ ...campaign, groupIds: [...campaign.groupIds, more.id, 9999] })
        return { answer: null, change: { noun: 'campaign', verb: 'update', subject: 'c', before: null, after: null } }
      })
      await startCampaign(world.core, world.caller, campaign)
      await world.until(async () => (await world.state(campaign)) === 'completed')
      assert.deepEqual(
        world.calls.begun.map(({ number }) => number),
        ['09120000001', '09120000002', '09120000004'],
      )
      const counts = await world.counts(campaign)
      assert.deepEqual([counts.answered, counts.repeated, counts.skipped], [3, 2, 2])
      assert.deepEqual([counts.size, sumOf(counts)], [7, 7])
      assert.deepEqual(
        (await world.targets(campaign)).map(({ phone, skipped }) => [phone, skipped]),
        [
          ['09120000001', ''],
          ['09120000002', ''],
          ['09120000003', 'opted_out'],
          ['*43#', 'not_a_number'],
          ['09120000004', ''],
        ],
      )
    })

    it('begins no two calls of a trunk manager within its interval, over all campaigns, which take turns', async () => {
      const world = await build(() => answered, { interval: 250, capacity: 100 })
      const one = await world.addCampaign(numbers(20))
      const other = await world.addCampaign(numbers(20, 100))
      await startCampaign(world.core, world.caller, one)
      await startCampaign(world.core, world.caller, other)
      await world.until(() => world.calls.begun.length === 40)
      const times = world.calls.begun.map(({ at }) => at)
      const gaps = times.slice(1).map((at, index) => at - (times[index] as number))
      assert.ok(Math.min(...gaps) >= 250, `${Math.min(...gaps)}`)
      assert.ok(Math.max(...gaps) < 260, `${Math.max(...gaps)}`)
      const turns = world.calls.begun.map(({ campaign }) => campaign)
      assert.ok(turns.slice(0, 39).every((each, at) => each !== turns[at + 1]))
    })

    it('tries again after the pause, as often as the campaign says, and remembers each try', async () => {
      const world = await build((_, time) => (time < 3 ? { kind: 'busy', wait: 500 } : answered))
      const [one, two] = [
        await world.addCampaign(['09120000001'], { tries: 2, pause: 60 }),
        await world.addCampaign(['09120000009'], { tries: 5, pause: 60 }),
      ]
      await startCampaign(world.core, world.caller, one)
      await startCampaign(world.core, world.caller, two)
      await world.until(async () => (await world.state(two)) === 'completed')
      const [first] = await world.targets(one)
      const [second] = await world.targets(two)
      assert.deepEqual(
        first?.tries.map(({ outcome }) => outcome),
        ['busy', 'busy'],
      )
      assert.deepEqual(
        second?.tries.map(({ outcome }) => outcome),
        ['busy', 'busy', 'answered'],
      )
      const at = second?.tries.map(({ startedAt }) => startedAt) as [number, number, number]
      assert.ok(at[1] - at[0] >= 60_500 && at[1] - at[0] < 62_000, `${at[1] - at[0]}`)
      assert.deepEqual([(await world.counts(one)).busy, (await world.counts(two)).answered], [1, 1])
    })

    it('calls only within the window of the campaign and the hours of the trunk manager, by weekday and zone', async () => {
      // 2027-03-20 is a Saturday, and the last day of the Persian year 1405; 09:00 in Tehran is 05:30 by UTC.
      const world = await build(() => answered, { hours: { 6: [[540, 600]], 7: [[540, 541]] }, interval: 1000 })
      const [saturday, sunday, monday] = [Date.UTC(2027, 2, 20), Date.UTC(2027, 2, 21), Date.UTC(2027, 2, 22)]
      const campaign = await world.addCampaign(numbers(5000), { end: saturday + 7.25 * day })
      await startCampaign(world.core, world.caller, campaign)
      /** The calls that begin from a time of a day on, by UTC, within some seconds. */
      const within = async (midnight: number, time: string, seconds: number): Promise<number> => {
        const [hours = 0, minute = 0, second = 0] = time.split(':').map(Number)
        world.clock.advance(midnight + ((hours * 60 + minute) * 60 + second) * 1000 - world.clock.now())
        const before = world.calls.begun.length
        await world.pass(seconds * 1000)
        return world.calls.begun.length - before
      }
      assert.equal(await within(saturday, '05:29:50', 10), 0)
      assert.ok((await within(saturday, '05:30:00', 3)) >= 2)
      assert.ok((await within(saturday, '06:29:55', 5)) >= 4)
      assert.equal(await within(saturday, '06:30:00', 10), 0)
      assert.equal(await within(sunday, '05:29:50', 10), 0)
      assert.ok((await within(sunday, '05:30:00', 5)) >= 4)
      assert.equal(await within(sunday, '05:31:01', 5), 0)
      assert.equal(await within(monday, '05:30:05', 5), 0)
      assert.equal((await dialerStatus(world.core, world.caller)).managers[0]?.idle, 'outside_hours')
      const edges = world.calls.begun.map(({ at }) => at % day).filter((at) => at < 5.5 * hour || at >= 6.5 * hour)
      assert.deepEqual(edges, [])
      assert.ok((await within(saturday + 7 * day, '05:40:00', 5)) >= 4)
      assert.equal(await within(saturday + 7 * day, '06:00:00', 60), 0)
      assert.equal(await world.state(campaign), 'completed')
    })

    it('begins campaigns when their start has come, and ends them at their end with what is not called', async () => {
      const world = await build(() => answered, { capacity: 1 })
      const start = world.clock.now() + 60_000
      const campaign = await world.addCampaign(numbers(100), { start, end: start + 60_000 })
      await world.until(async () => (await world.state(campaign)) === 'completed')
      assert.ok((world.calls.begun[0]?.at as number) >= start)
      assert.ok((world.calls.begun[0]?.at as number) < start + 1500)
      assert.ok(world.calls.begun.every(({ at }) => at < start + 60_000))
      const counts = await world.counts(campaign)
      assert.ok(counts.answered >= 5 && counts.left === 100 - counts.answered, JSON.stringify(counts))
      assert.deepEqual((await world.targets(campaign)).length, counts.answered)
    })

    it('pauses, goes on and stops: a stop ends the calls, and a repeat begins anew', async () => {
      const world = await build(() => ({ kind: 'answered', wait: 1000, talk: 60_000 }))
      const { core, caller } = world
      const campaign = await world.addCampaign(numbers(20))
      await assert.rejects(pauseCampaign(core, caller, campaign), { code: 'conflict' })
      await startCampaign(core, caller, campaign)
      await assert.rejects(startCampaign(core, caller, campaign), { code: 'conflict' })
      await world.pass(5000)
      await pauseCampaign(core, caller, campaign)
      await world.pass(120_000)
      assert.equal(world.calls.begun.length, 5)
      const [pause] = await findChanges(core, caller, 1)
      await resumeCampaign(core, caller, campaign)
      await assert.rejects(undoChange(core, owner, pause?.number as number), { code: 'conflict' })
      await world.pass(5000)
      assert.equal(world.calls.begun.length, 10)
      await stopCampaign(core, caller, campaign)
      await world.pass(10_000)
      assert.equal(world.calls.size, 0)
      const counts = await world.counts(campaign)
      assert.deepEqual([counts.answered, counts['no-answer'], counts.left, counts.calling], [5, 5, 10, 0])
      await repeatCampaign(core, caller, campaign)
      await world.until(async () => (await world.state(campaign)) === 'completed')
      assert.deepEqual([(await world.counts(campaign)).answered, world.calls.begun.length], [20, 30])
      assert.deepEqual(
        (await core.store.campaigns.runs(caller.accountId, campaign.id)).map(({ repeat }) => repeat),
        [2, 1],
      )
    })

    it('closes a number that presses the digit for it, from then on', async () => {
      const world = await build((number) =>
        number.endsWith('1') ? { ...answered, digits: '9' } : { ...answered, digits: '19' },
      )
      const { core, accountId } = world
      const campaign = await world.addCampaign(numbers(2), { digits: 2, optOutDigit: '9' })
      await startCampaign(core, world.caller, campaign)
      await world.until(async () => (await world.state(campaign)) === 'completed')
      await world.pass(2000)
      const may = async (number: string) => (await mayContact(core, accountId, number, 'calls', world.clock.now())).may
      assert.deepEqual([await may('+989120000001'), await may('09120000000')], [false, true])
      const changes = await findChanges(core, world.caller, 3)
      assert.ok(changes.some(({ noun, verb, name }) => noun === 'opt-out' && verb === 'add' && name === 'dialler'))
      assert.deepEqual(
        (await world.targets(campaign)).map(({ digits }) => digits),
        ['19', '9'],
      )
    })

    it('ends each try once as what can be known: refused, lost, and doubtful ones too', async () => {
      const fates: Record<string, Fate> = {
        ...{ 0: answered, 1: { kind: 'refused' }, 2: { kind: 'vanishing' }, 3: { kind: 'doubtful' } },
        4: { kind: 'no-answer', wait: 3000 },
      }
      const world = await build((number) => fates[number.at(-1) as string] as Fate)
      const campaign = await world.addCampaign(numbers(5))
      await startCampaign(world.core, world.caller, campaign)
      await world.until(async () => (await world.state(campaign)) === 'completed')
      assert.deepEqual(
        (await world.targets(campaign)).map(({ outcome, tries }) => [outcome, tries.length, tries[0]?.outcome]),
        ['answered', 'failed', 'lost', 'lost', 'no-answer'].map((outcome) => [outcome, 1, outcome]),
      )
      assert.deepEqual(world.faults.map(String), ['Error: no answer from the PBX'])
    })

    it('goes on where another process has ended, with what the book, the PBX and the ledger know', async () => {
      const world = await build(() => answered)
      const campaign = await world.addCampaign(numbers(60))
      await startCampaign(world.core, world.caller, campaign)
      while ((await world.state(campaign)) !== 'completed') {
        await world.pass(3700)
        world.restart()
      }
      assert.equal(world.calls.most, 5)
      assert.equal(new Set(world.calls.begun.map(({ number }) => number)).size, world.calls.begun.length)
      const counts = await world.counts(campaign)
      assert.deepEqual([counts.answered + counts.lost, counts.tries, world.calls.size], [60, 60, 0])
      assert.deepEqual(counts.answered, world.calls.begun.length)
    })

    it('calls nobody while the PBX is away, or the trunk manager is inactive or gone, and says so', async () => {
      const world = await build(() => answered)
      const { core, caller, accountId } = world
      const campaign = await world.addCampaign(numbers(3))
      await startCampaign(core, caller, campaign)
      world.calls.isAway = true
      await world.pass(5000)
      assert.equal((await core.store.dialLog.report(accountId))?.problem, 'no_pbx')
      world.calls.isAway = false
      const change = { noun: 'trunk-manager', verb: 'update', subject: 'm', before: null, after: null } as const
      await world.write(async (tx) => {
        await tx.trunkManagers.update({ ...world.manager, active: false })
        return { answer: null, change }
      })
      await world.pass(5000)
      const [status] = (await dialerStatus(core, caller)).managers
      assert.deepEqual([status?.idle, status?.inUse, status?.waiting], ['manager_inactive', 0, 3])
      await world.write(async (tx) => {
        await tx.trunkManagers.remove(world.manager)
        return { answer: null, change }
      })
      await world.pass(5000)
      assert.deepEqual(
        (await dialerStatus(core, caller)).orphans.map(({ idle }) => idle),
        ['no_trunk_manager'],
      )
      assert.equal(world.calls.begun.length, 0)
    })

    it('goes through many numbers that may not be called, and connects one caller to an extension at a time', async () => {
      const world = await build(() => answered)
      const closed = Array.from({ length: 7000 }, (_, at) => `*${at}#`)
      const campaign = await world.addCampaign([...closed, ...numbers(3)], { context: 'main_routing', text: '571' })
      await startCampaign(world.core, world.caller, campaign)
      const began = world.clock.now()
      await world.until(async () => (await world.state(campaign)) === 'completed')
      assert.deepEqual([world.calls.most, (await world.counts(campaign)).skipped], [1, 7000])
      assert.ok(world.clock.now() - began < 40_000, `${world.clock.now() - began}`)
    })
  })
}
