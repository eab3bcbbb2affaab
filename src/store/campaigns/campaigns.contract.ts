import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { buildCampaign, buildRun, lookAt } from '../../../test/campaign-builders.ts'
import type { Campaign } from '../../core/campaign/campaign.ts'
import type { Run } from '../../core/campaign/run.ts'
import type { DialStep } from '../../core/dialler/dial-log.ts'
import type { Store, Transaction } from '../../core/ports.ts'

const author = { accountId: 1, credentialId: null, name: 'tester', origin: 'test' } as const
const change = { noun: 'campaign', verb: 'add', subject: 'x', before: null, after: null } as const

/** The rules for every store of campaigns. */
export function describeCampaigns(
  engine: string,
  open: () => Promise<{ store: Store; remove(): Promise<void> }>,
): void {
  describe(`campaigns on ${engine}`, () => {
    let store: Store
    let remove: () => Promise<void>
    before(async () => {
      ;({ store, remove } = await open())
    })
    after(async () => {
      await store.close()
      await remove()
    })

    let accounts = 700
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

    it('come back as they were written, each field of its own, and change', async () => {
      const accountId = ++accounts
      const full = buildCampaign(accountId, 3, {
        ...{ name: "'; drop", description: 'd', trunkManagerId: 7, context: 'ctx', text: '500', groupIds: [3, 1] },
        ...{ soundId: 4, tries: 5, pause: 6, start: 8, end: 9, digits: 2, optOutDigit: '9', ringTime: 11 },
        ...{ longest: 12, listId: 'list', listCount: 13, state: 'paused', repeat: 14, createdAt: 15, updatedAt: 16 },
      })
      await write((tx) => tx.campaigns.insert(full))
      assert.deepEqual(await store.campaigns.get(accountId, { id: 3 }), full)
      assert.deepEqual(await store.campaigns.get(accountId, { hexId: full.hexId }), full)
      assert.equal(await store.campaigns.get(accountId + 1000, { id: 3 }), undefined)
      const plain = buildCampaign(accountId, 3, { hexId: full.hexId })
      await write((tx) => tx.campaigns.update(plain))
      assert.deepEqual(await write((tx) => tx.campaigns.lock(accountId, { id: 3 })), plain)
      await write((tx) => tx.campaigns.remove(plain))
      assert.equal(await store.campaigns.get(accountId, { id: 3 }), undefined)
    })

    it('are found by name, description and state, in an order, by pages', async () => {
      const accountId = ++accounts
      await write(async (tx) => {
        await tx.campaigns.insert(buildCampaign(accountId, 1, { name: 'June', state: 'completed', start: 5 }))
        await tx.campaigns.insert(buildCampaign(accountId, 2, { name: 'july', description: 'x' }))
        await tx.campaigns.insert(buildCampaign(accountId, 3, { name: 'May', start: 4 }))
      })
      const sort = { by: 'id', descending: false } as const
      const ids = async (match: Parameters<Store['campaigns']['page']>[1], page = { start: 0, count: 10 }) => {
        const { items, total } = await store.campaigns.page(accountId, match, page)
        return [...items.map(({ id }) => id), `of ${total}`]
      }
      assert.deepEqual(await ids({ sort }), [1, 2, 3, 'of 3'])
      assert.deepEqual(await ids({ sort }, { start: 1, count: 1 }), [2, 'of 3'])
      assert.deepEqual(await ids({ sort, name: { text: 'JU', alike: true } }), [1, 2, 'of 2'])
      assert.deepEqual(await ids({ sort, description: { text: 'x', alike: false } }), [2, 'of 1'])
      assert.deepEqual(await ids({ sort, states: ['completed', 'stopped'] }), [1, 'of 1'])
      assert.deepEqual(await ids({ sort, states: [] }), ['of 0'])
      assert.deepEqual(await ids({ sort: { by: 'start', descending: true } }), [1, 3, 2, 'of 3'])
      assert.deepEqual(await ids({ sort: { by: 'name', descending: false } }), [1, 3, 2, 'of 3'])
    })

    it('have runs, which come back as they were written', async () => {
      const { campaign, run, accountId } = await start()
      assert.deepEqual(await store.campaigns.runs(accountId, 1), [run])
      const next = { ...campaign, repeat: 2 }
      const second = buildRun(next, 3, { country: null, listIds: [] })
      await write(async (tx) => {
        await tx.campaigns.endRun(campaign, 77)
        await tx.campaigns.update(next)
        await tx.campaigns.insertRun(second)
      })
      assert.deepEqual(await store.campaigns.runs(accountId, 1), [second, { ...run, endedAt: 77 }])
      assert.deepEqual(await store.dialLog.running(accountId), [{ campaign: next, run: second, sound: '' }])
    })

    it('page their targets by key, by time and by number', async () => {
      const { run, accountId } = await start({}, 100)
      let current: Run | undefined = run
      for (let at = 0; at < 10; at++) {
        const phones = Array.from({ length: 10 }, (_, index) => `${at}${index}`)
        await step(current as Run, phones, { at: 1000 + at * 10 })
        current = (await store.campaigns.runs(accountId, 1))[0]
      }
      const all: string[] = []
      for (let last = 0; ; ) {
        const some = await store.campaigns.targetsAfter(accountId, { campaignId: 1 }, { after: last, limit: 7 })
        all.push(...some.map(({ phone }) => phone))
        if (some.length === 0) break
        last = some.at(-1)?.id as number
      }
      assert.deepEqual(
        all,
        Array.from({ length: 100 }, (_, at) => String(at).padStart(2, '0')),
      )
      const page = async (match: Parameters<Store['campaigns']['targets']>[1]) => {
        const { items, total } = await store.campaigns.targets(accountId, match, { start: 1, count: 2 })
        return [...items.map(({ phone }) => phone), `of ${total}`]
      }
      assert.deepEqual(await page({}), ['98', '97', 'of 100'])
      assert.deepEqual(await page({ campaignId: 1, repeat: 1, descending: false }), ['01', '02', 'of 100'])
      assert.deepEqual(await page({ campaignId: 1, repeat: 2 }), ['of 0'])
      assert.deepEqual(await page({ since: 1020, until: 1040 }), ['38', '37', 'of 20'])
      assert.deepEqual(await page({ since: 1021, until: 1040, descending: false }), ['31', '32', 'of 10'])
      assert.deepEqual(await page({ phones: ['55', '+55', '56'] }), ['55', 'of 2'])
      assert.deepEqual(await page({ outcome: 'busy' }), ['of 0'])
      assert.deepEqual(await page({ campaignId: 2 }), ['of 0'])
    })

    it('keep what a removal left until no change can bring it back', async () => {
      const { campaign, run, accountId } = await start({ state: 'running' })
      await step(run, ['1', '2'])
      await store.write({ ...author, accountId }, async (tx) => {
        await tx.campaigns.remove(campaign)
        return { answer: null, change: { ...change, verb: 'remove', before: { ...campaign } } }
      })
      assert.equal((await store.campaigns.targets(accountId, {}, { start: 0, count: 5 })).total, 0)
      const found = async (changedBefore: number): Promise<number> => {
        let rows = 0
        const rule = { changedBefore, idleBefore: 0, gone: new Set<string>() }
        for await (const some of store.leftovers.find('row', rule)) {
          if (some.accountId === accountId) rows += await write((tx) => tx.leftovers.remove(some))
        }
        return rows
      }
      assert.equal(await found(0), 0)
      assert.equal(await found(Number.MAX_SAFE_INTEGER), 5)
      assert.equal(await found(Number.MAX_SAFE_INTEGER), 0)
    })
  })
}
