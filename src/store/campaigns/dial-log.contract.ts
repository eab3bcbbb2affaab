import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { buildCall, buildCampaign, buildRun, countedIn, lookAt } from '../../../test/campaign-builders.ts'
import { callIdOf } from '../../core/campaign/call-id.ts'
import type { Campaign } from '../../core/campaign/campaign.ts'
import type { Run, RunCounts } from '../../core/campaign/run.ts'
import { endWithoutCall } from '../../core/campaign/settle-try.ts'
import type { DialStep } from '../../core/dialler/dial-log.ts'
import type { CallRecord } from '../../core/ledger/call-record.ts'
import type { Store, Transaction } from '../../core/ports.ts'

const author = { accountId: 1, credentialId: null, name: 'tester', origin: 'test' } as const
const change = { noun: 'campaign', verb: 'add', subject: 'x', before: null, after: null } as const

/** The rules for what every store keeps of the dialler. */
export function describeDialLog(engine: string, open: () => Promise<{ store: Store; remove(): Promise<void> }>): void {
  describe(`the log of the dialler on ${engine}`, () => {
    let store: Store
    let remove: () => Promise<void>
    before(async () => {
      ;({ store, remove } = await open())
    })
    after(async () => {
      await store.close()
      await remove()
    })

    let accounts = 900
    let calls = 1_703_145_054_000_000
    const write = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> =>
      store.write(author, async (tx) => ({ answer: await work(tx), change }))
    /** A campaign that runs. */
    const start = async (fields: Partial<Campaign> = {}, size = 10) => {
      const campaign = buildCampaign(++accounts, 1, { state: 'running', repeat: 1, tries: 2, pause: 60, ...fields })
      const run = buildRun(campaign, size)
      await write(async (tx) => {
        await tx.campaigns.insert(campaign)
        await tx.campaigns.insertRun(run)
      })
      return { campaign, run, accountId: campaign.accountId }
    }
    const step = (run: Run, phones: readonly string[], fields: Partial<DialStep> = {}) => {
      const next = { list: 0, entry: run.next.entry + phones.length }
      const step = { run, looked: lookAt(phones), next, again: [], at: 1000, calls: phones.map(() => ++calls) }
      return store.dialLog.step({ ...step, ...fields })
    }
    const countsOf = async ({ accountId, id }: Campaign): Promise<Partial<RunCounts>> =>
      countedIn((await store.campaigns.runs(accountId, id))[0])
    const keep = (accountId: number, ...records: readonly CallRecord[]): Promise<void> =>
      store.ledger.keep(accountId, {
        ...{ calls: records, events: [] },
        position: { openSince: { file: 'f', offset: 0 }, told: { file: 'f', offset: 0 } },
      })

    it('take steps: each number once, with a try before anything is called, and counts that add up', async () => {
      const { campaign, run, accountId } = await start()
      const begun = await step(run, ['1', '2', 'x3', '1'])
      assert.deepEqual(
        begun?.map(({ phone }) => phone),
        ['1', '2'],
      )
      assert.deepEqual(await countsOf(campaign), { size: 10, left: 6, calling: 2, skipped: 1, repeated: 1, tries: 2 })
      const { items, total } = await store.campaigns.targets(accountId, {}, { start: 0, count: 10 })
      assert.deepEqual(
        [total, items.map(({ phone, state, skipped }) => [phone, state, skipped])],
        [
          ...[
            3,
            [
              ['x3', 'done', 'opted_out'],
              ['2', 'calling', ''],
              ['1', 'calling', ''],
            ],
          ],
        ],
      )
      assert.deepEqual(items[1]?.tries, [
        {
          ...{ place: 1, callId: begun?.[1]?.callId, startedAt: Math.floor((calls - 2) / 1000), endedAt: null },
          ...{ outcome: null, cause: null, talk: 0, wait: 0 },
        },
      ])
      assert.deepEqual(
        (await store.dialLog.openTries(accountId)).map(({ callId }) => callId),
        begun?.map(({ callId }) => callId),
      )
      // Another dialler, which knows an older place, does nothing.
      assert.equal(await step(run, ['5']), undefined)
      const [later] = await store.campaigns.runs(accountId, 1)
      assert.equal((await step(later as Run, ['+1', '5']))?.length, 2)
      await write((tx) => tx.campaigns.update({ ...campaign, state: 'paused' }))
      const [paused] = await store.campaigns.runs(accountId, 1)
      assert.equal(await step(paused as Run, ['6']), undefined)
      assert.deepEqual((await countsOf(campaign)).left, 4)
    })

    it('end tries by the calls of the ledger, once, and try again after the pause', async () => {
      const { campaign, run, accountId } = await start({ optOutDigit: '9' })
      const [one, two, three] = (await step(run, ['1', '2', '3'])) ?? []
      const leg = { channel: 'x', party: '2', trunk: 'out', startedAt: 1, answeredAt: null, endedAt: 2, cause: 17 }
      const busy = { disposition: 'BUSY', answeredAt: null, legs: [leg] } as const
      await keep(
        accountId,
        buildCall(one?.callId ?? '', { digits: '9' }),
        buildCall(two?.callId ?? '', busy),
        buildCall(callIdOf(1e15), busy),
        buildCall('', busy),
      )
      await keep(accountId, buildCall(two?.callId ?? ''), { ...buildCall(three?.callId ?? ''), campaign: '' })
      const counts = { size: 10, left: 7, calling: 1, waiting: 1, answered: 1, tries: 3, talk: 10_000, wait: 18_000 }
      assert.deepEqual(await countsOf(campaign), counts)
      const [third, second, first] = (await store.campaigns.targets(accountId, {}, { start: 0, count: 10 })).items
      assert.deepEqual(third?.state, 'calling')
      assert.deepEqual(
        [second?.state, second?.outcome, second?.dueAt, second?.tries[0]?.cause],
        ['waiting', 'busy', 1_014_000 + 60_000, 17],
      )
      assert.deepEqual(
        [first?.state, first?.outcome, first?.talk, first?.wait, first?.digits, first?.lastAt],
        ['done', 'answered', 10_000, 4000, '9', 1_014_000],
      )
      const pressed = await store.dialLog.pressed(accountId, 5)
      assert.deepEqual(pressed, [{ targetId: first?.id, phone: '1', campaignName: 'campaign 1' }])
      await store.dialLog.closed(accountId, [first?.id as number])
      assert.deepEqual(await store.dialLog.pressed(accountId, 5), [])

      assert.deepEqual(await store.dialLog.due(run, 1_073_999, 5), [])
      assert.equal(await store.dialLog.nextDue(run), 1_074_000)
      const [due] = await store.dialLog.due(run, 1_074_000, 5)
      assert.deepEqual(due, { id: second?.id, phone: '2', tries: 1 })
      const [moved] = await store.campaigns.runs(accountId, 1)
      const again = [{ target: due as NonNullable<typeof due>, skipped: '' }]
      const next = (moved as Run).next
      const [retry] = (await step(moved as Run, [], { again, next, calls: [++calls] })) ?? []
      assert.equal(retry?.phone, '2')
      await keep(accountId, buildCall(retry?.callId ?? '', { ...busy, disposition: 'NO ANSWER' }))
      await store.dialLog.end(accountId, [three?.callId ?? ''], endWithoutCall('lost', 2000))
      assert.deepEqual(await store.dialLog.openTries(accountId), [])
      assert.deepEqual(await countsOf(campaign), {
        ...{ size: 10, left: 7, waiting: 1, answered: 1, 'no-answer': 1, tries: 4, talk: 10_000, wait: 32_000 },
      })
      // Somebody has opted out meanwhile: he is not tried again.
      const lost = await store.dialLog.due(run, 1e12, 5)
      await step(moved as Run, [], {
        again: lost.map((target) => ({ target, skipped: 'opted_out' })),
        ...{ next, calls: [] },
      })
      assert.deepEqual(await countsOf(campaign), {
        ...{ size: 10, left: 7, lost: 1, answered: 1, 'no-answer': 1, tries: 4, talk: 10_000, wait: 32_000 },
      })
      const tried = (await store.campaigns.targets(accountId, { phones: ['2', '+2'] }, { start: 0, count: 5 })).items
      assert.deepEqual(
        tried.map(({ tries }) => tries.map(({ outcome }) => outcome)),
        [['busy', 'no-answer']],
      )
    })

    it('that were taken for lost are put right by a call that the ledger gets after all', async () => {
      const { campaign, run, accountId } = await start({ tries: 2, optOutDigit: '9' })
      const [one, two, three, four] = (await step(run, ['1', '2', '3', '4'])) ?? []
      const ids = [one, two, three, four].map((each) => each?.callId ?? '')
      await store.dialLog.end(accountId, ids, endWithoutCall('lost', 2000))
      const lost = await store.dialLog.due(run, 1e12, 5)
      const [moved] = await store.campaigns.runs(accountId, 1)
      const { next } = moved as Run
      // The third is tried again already, and the fourth is skipped.
      const [, , third, fourth] = lost.toSorted((a, b) => a.id - b.id)
      const again = [
        { target: third as NonNullable<typeof third>, skipped: '' },
        { target: fourth as NonNullable<typeof fourth>, skipped: 'opted_out' },
      ]
      const [retry] = (await step(moved as Run, [], { again, next, calls: [++calls] })) ?? []
      assert.deepEqual(await countsOf(campaign), { size: 10, left: 6, waiting: 2, calling: 1, lost: 1, tries: 5 })
      const busy = { disposition: 'BUSY', answeredAt: null, legs: [] } as const
      await keep(
        accountId,
        buildCall(one?.callId ?? '', { digits: '9' }),
        buildCall(two?.callId ?? '', busy),
        buildCall(three?.callId ?? ''),
        buildCall(four?.callId ?? ''),
      )
      // Nothing comes twice, and what is known is not lost again.
      await keep(accountId, buildCall(one?.callId ?? '', busy))
      await store.dialLog.end(accountId, ids, endWithoutCall('lost', 3000))
      const { talk, wait, ...counts } = await countsOf(campaign)
      assert.deepEqual(counts, { size: 10, left: 6, waiting: 1, calling: 1, answered: 2, tries: 5 })
      assert.deepEqual([talk, wait], [30_000, 26_000])
      const { items } = await store.campaigns.targets(accountId, {}, { start: 0, count: 10 })
      assert.deepEqual(
        items
          .toReversed()
          .map(({ state, outcome, skipped, tries }) => [state, outcome, skipped, tries.map((each) => each.outcome)]),
        [
          ['done', 'answered', '', ['answered']],
          ['waiting', 'busy', '', ['busy']],
          ['calling', 'lost', '', ['answered', null]],
          ['done', 'answered', 'opted_out', ['answered']],
        ],
      )
      assert.deepEqual(
        (await store.dialLog.pressed(accountId, 5)).map(({ phone }) => phone),
        ['1'],
      )
      await keep(accountId, buildCall(retry?.callId ?? '', busy))
      assert.equal((await countsOf(campaign)).busy, 1)
    })

    it('are counted by number and time, over all runs that were not over before it', async () => {
      const { campaign, run, accountId } = await start()
      await step(run, ['1', '2'])
      const counted = async (spellings: readonly string[], at: number) =>
        (await store.contactCounter.since(accountId, [spellings], at))[0]
      const began = Math.floor(calls / 1000)
      assert.deepEqual(
        [await counted(['1', '+1'], 0), await counted(['1', '2'], began), await counted(['1'], began + 1)],
        [1, 2, 0],
      )
      await write((tx) => tx.campaigns.endRun(campaign, began))
      assert.deepEqual([await counted(['1'], began), await counted(['1'], began + 1)], [1, 0])
      assert.deepEqual(await store.contactCounter.since(accountId + 1, [['1']], 0), [0])
      assert.deepEqual(await store.contactCounter.since(accountId, [['2'], [], ['1', '2'], ['2']], 0), [1, 0, 2, 1])
    })

    it('try nobody again who is called while the campaign is stopped, and tell of each number once', async () => {
      const { campaign, run, accountId } = await start()
      await write((tx) =>
        tx.webhooks.insert({
          ...{ accountId, id: 1, url: 'http://127.0.0.1:1/', dialect: 'simotel', format: 'g4', method: 'POST' },
          ...{ events: ['campaign-target'], username: null, sealedPassword: null, createdAt: 1 },
        }),
      )
      const [one, two] = (await step(run, ['1', '2'])) ?? []
      const busy = { disposition: 'BUSY', answeredAt: null } as const
      await keep(accountId, buildCall(one?.callId ?? '', busy))
      await write((tx) => tx.campaigns.update({ ...campaign, state: 'stopped' }))
      assert.deepEqual(
        (await store.dialLog.openTries(accountId)).map(({ isStopped }) => isStopped),
        [true],
      )
      await keep(accountId, buildCall(two?.callId ?? '', busy))
      assert.deepEqual((await countsOf(campaign)).busy, 1)
      const deliveries = await store.deliveries.newest(accountId, 10)
      assert.deepEqual(
        deliveries.map(({ event }) => event.kind === 'campaign-target' && [event.target.phone, event.campaign.id]),
        [['2', campaign.hexId]],
      )
    })

    it('that wait begin when their start has come, and the dialler says how it is', async () => {
      const accountId = ++accounts
      await write(async (tx) => {
        await tx.campaigns.insert(buildCampaign(accountId, 1, { start: 50 }))
        await tx.campaigns.insert(buildCampaign(accountId, 2, { start: 40 }))
        await tx.campaigns.insert(buildCampaign(accountId, 3))
        await tx.campaigns.insert(buildCampaign(accountId, 4, { start: 40, state: 'stopped' }))
      })
      assert.deepEqual(await store.dialLog.toBegin(accountId, 39), [])
      assert.deepEqual(
        (await store.dialLog.toBegin(accountId, 50)).map(({ id }) => id),
        [2, 1],
      )
      assert.equal(await store.dialLog.report(accountId), undefined)
      await store.dialLog.say(accountId, { seenAt: 1, problem: 'x', idle: { 7: 'no_place' } })
      await store.dialLog.say(accountId, { seenAt: 2, problem: '', idle: {} })
      assert.deepEqual(await store.dialLog.report(accountId), { seenAt: 2, problem: '', idle: {} })
    })
  })
}
