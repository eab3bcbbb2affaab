import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { CallRecord } from '../../core/ledger/call-record.ts'
import type { CallMatch, SpoolBatch } from '../../core/ledger/ledger-port.ts'
import type { Store } from '../../core/ports.ts'

const second = 1e6

/** The rules for every ledger of calls. */
export function describeLedger(engine: string, open: () => Promise<{ store: Store; remove(): Promise<void> }>): void {
  describe(`a ledger of calls on ${engine}`, () => {
    let store: Store
    let remove: () => Promise<void>
    before(async () => {
      ;({ store, remove } = await open())
    })
    after(async () => {
      await store.close()
      await remove()
    })

    let accounts = 500
    const build = (callId: string, fields: Partial<CallRecord> = {}): CallRecord => ({
      ...{ callId, from: '500', to: '530', taker: '', way: 'local', entry: '', exit: '', route: '', originateId: '' },
      ...{ campaign: '', recording: '', disposition: 'NO ANSWER', startedAt: 1000 * second, answeredAt: null },
      ...{ endedAt: 1009 * second, legs: [], talks: [], steps: [], doubts: [] },
      ...fields,
    })
    const batch = (calls: readonly CallRecord[], offset: number, more: Partial<SpoolBatch> = {}): SpoolBatch => ({
      ...{ calls, events: [], position: { openSince: { file: 'f', offset }, told: { file: 'f', offset: offset + 1 } } },
      ...more,
    })
    const idsOf = async (accountId: number, match: CallMatch, after = 0, limit = 100) =>
      (await store.ledger.slice(accountId, match, { after, limit })).map(({ callId }) => callId)

    it('gives calls back as they were kept, with the place in the spool, once', async () => {
      const accountId = ++accounts
      const call = build('1.1', {
        ...{
          taker: '571',
          way: 'outgoing',
          entry: 'in',
          exit: 'out',
          route: 'r',
          originateId: 'orig.call.1',
          campaign: 'c',
        },
        ...{
          recording: "'; drop.wav",
          disposition: 'ANSWERED',
          startedAt: 1_795_801_140_769_674,
          answeredAt: 1_795_801_141_000_001,
        },
        endedAt: 1_795_801_149_999_999,
        legs: [
          { channel: 'PJSIP/500-1', party: '500', trunk: '', startedAt: 1, answeredAt: null, endedAt: 2, cause: 16 },
        ],
        talks: [{ one: '500', other: '571', from: 1, until: 2 }],
        steps: [{ kind: 'forward', at: 1, by: '530', to: '571', why: 'busy' }],
        doubts: ['gap'],
      })
      await store.ledger.keep(accountId, batch([call], 7))
      assert.deepEqual(await store.ledger.find(accountId, '1.1'), { ...call, accountId, id: 1 })
      assert.deepEqual(await store.ledger.position(), batch([], 7).position)
      await store.ledger.keep(accountId, batch([build('1.1'), build('1.2')], 9))
      assert.deepEqual(await store.ledger.find(accountId, '1.1'), { ...call, accountId, id: 1 })
      assert.equal((await store.ledger.find(accountId, '1.2'))?.id, 2)
      assert.deepEqual(await store.ledger.position(), batch([], 9).position)
      assert.equal(await store.ledger.find(accountId + 1000, '1.1'), undefined)
    })

    it('keeps all of a batch or nothing', async () => {
      const accountId = ++accounts
      const position = await store.ledger.position()
      const torn = { ...build('2.2'), startedAt: null as unknown as number }
      await assert.rejects(store.ledger.keep(accountId, batch([build('2.1'), torn], 70)))
      assert.deepEqual([await idsOf(accountId, {}), await store.ledger.position()], [[], position])
    })

    it('finds calls by time, party, trunk, way and end, and pages by key', async () => {
      const accountId = ++accounts
      const leg = { channel: 'x', party: '577', trunk: '', startedAt: 1, answeredAt: null, endedAt: 2, cause: 16 }
      await store.ledger.keep(
        accountId,
        batch(
          [
            build('a', { startedAt: 10 * second, legs: [leg] }),
            build('b', { startedAt: 20 * second, from: '0912', way: 'incoming', entry: 'gate', disposition: 'BUSY' }),
            build('c', { startedAt: 30 * second, to: '0913', way: 'outgoing', exit: 'gate', disposition: 'ANSWERED' }),
          ],
          1,
        ),
      )
      assert.deepEqual(await idsOf(accountId, { since: 20_000 }), ['b', 'c'])
      assert.deepEqual(await idsOf(accountId, { until: 20_000 }), ['a'])
      assert.deepEqual(await idsOf(accountId, { parties: ['577'] }), ['a'])
      assert.deepEqual(await idsOf(accountId, { parties: ['x', '0912', '0913'] }), ['b', 'c'])
      assert.deepEqual(await idsOf(accountId, { trunk: 'gate' }), ['b', 'c'])
      assert.deepEqual(await idsOf(accountId, { trunk: 'gate', way: 'incoming' }), ['b'])
      assert.deepEqual(await idsOf(accountId, { disposition: 'ANSWERED' }), ['c'])
      assert.deepEqual(await idsOf(accountId, { from: { text: '09', alike: true } }), ['b'])
      assert.deepEqual(await idsOf(accountId, { to: { text: '09', alike: false } }), [])
      assert.deepEqual([await idsOf(accountId, {}, 0, 2), await idsOf(accountId, {}, 2, 2)], [['a', 'b'], ['c']])
      const sort = { by: 'startedAt', descending: true } as const
      const page = await store.ledger.page(accountId, { sort, since: 15_000 }, { start: 1, count: 5 })
      assert.deepEqual([page.total, page.items.map(({ callId }) => callId)], [2, ['b']])
    })

    it('forgets old calls with their keys, some at a time', async () => {
      const accountId = ++accounts
      const calls = Array.from({ length: 5 }, (_, at) => build(`old ${at}`, { startedAt: (at + 1) * 1000 }))
      await store.ledger.keep(accountId, batch(calls, 1))
      assert.equal(await store.ledger.forget(4, 2), 2)
      assert.equal(await store.ledger.forget(4, 2), 1)
      assert.equal(await store.ledger.forget(4, 2), 0)
      assert.deepEqual(await idsOf(accountId, { parties: ['500'] }), ['old 3', 'old 4'])
    })
  })
}
