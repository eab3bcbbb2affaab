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
      ...{
        campaign: '',
        digits: '',
        recording: '',
        disposition: 'NO ANSWER',
        startedAt: 1000 * second,
        answeredAt: null,
      },
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
          digits: '5*',
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

    it('counts and pages by days, whatever part of a day is asked for, also of calls that are forgotten or put right', async () => {
      const accountId = ++accounts
      const day = 86_400
      const calls = Array.from({ length: 60 }, (_, at) =>
        build(`d${at}`, {
          // Ten days, two of them empty, and calls on both sides of midnight.
          ...{ startedAt: ((Math.floor(at / 7) + (at > 30 ? 2 : 0)) * day + ((at * 9973) % day)) * second },
          ...{ exit: at % 4 ? '' : 'gate', entry: at % 8 ? '' : 'gate', way: at % 3 ? 'local' : 'outgoing' },
          ...{ disposition: at % 5 ? 'ANSWERED' : 'BUSY' },
        }),
      )
      for (const begun of [0, 86_399.999999, 86_400, 5 * day].map((at) => Math.round(at * second))) {
        calls.push(build(`m${begun}`, { startedAt: begun, disposition: 'ANSWERED' }))
      }
      await store.ledger.keep(accountId, batch(calls, 1))
      const ms = day * 1000
      const times = [{}, { since: ms }, { until: ms }, { since: 1, until: ms - 1 }, { since: ms / 2, until: 6.5 * ms }]
      const others: readonly CallMatch[] = [
        {},
        { trunk: 'gate' },
        { way: 'local' },
        { disposition: 'BUSY', way: 'outgoing' },
        { trunk: 'gate', disposition: 'BUSY' },
      ]
      const agree = async () => {
        for (const match of times.flatMap((time) => others.map((other) => ({ ...time, ...other })))) {
          const all = await idsOf(accountId, match)
          for (const descending of [false, true]) {
            const right = descending ? all.toReversed() : all
            for (const start of [0, 1, 5, 17, 33, 50, all.length - 1].filter((at) => at >= 0)) {
              const sort = { by: 'startedAt', descending } as const
              const page = await store.ledger.page(accountId, { ...match, sort }, { start, count: 4 })
              const told = JSON.stringify([match, descending, start])
              assert.deepEqual(
                page.items.map(({ callId }) => callId),
                right.slice(start, start + 4),
                told,
              )
              assert.equal(page.total, all.length, told)
            }
          }
        }
      }
      await agree()
      // Calls of other accounts are as old: they are forgotten with these.
      while ((await store.ledger.forget(3.5 * ms, 7)) > 0);
      assert.ok((await idsOf(accountId, {})).length < 50)
      await agree()
    })

    it('pages in the order in which calls began, each once, whatever leads to them', async () => {
      const accountId = ++accounts
      const calls = Array.from({ length: 40 }, (_, at) =>
        build(`p${at}`, {
          // Later ids began earlier now and then, and some at the same time.
          ...{ startedAt: (100 + ((at * 7) % 20)) * second, endedAt: (200 + at) * second },
          ...{ from: at % 2 ? '500' : '501', to: at % 3 ? '0912' : '+98912', exit: at % 4 ? '' : 'gate' },
          ...{ disposition: at % 5 ? 'ANSWERED' : 'BUSY' },
        }),
      )
      await store.ledger.keep(accountId, batch(calls, 1))
      const all = (await store.ledger.slice(accountId, {}, { after: 0, limit: 100 })).map((call) => call)
      const began = all.map(({ startedAt, id }) => [startedAt, id] as const)
      assert.deepEqual(
        began,
        began.toSorted((one, other) => one[0] - other[0] || one[1] - other[1]),
      )
      assert.equal(all.length, 40)
      const matches: readonly (readonly [CallMatch, (call: CallRecord) => boolean])[] = [
        [{}, () => true],
        [{ parties: ['500'] }, ({ from }) => from === '500'],
        [{ parties: ['0912', '+98912', '500'] }, () => true],
        [{ trunk: 'gate' }, ({ exit }) => exit === 'gate'],
        [{ parties: ['501'], trunk: 'gate' }, ({ from, exit }) => from === '501' && exit === 'gate'],
        [
          { from: { text: '501', alike: false }, disposition: 'BUSY' },
          (call) => call.from === '501' && call.disposition === 'BUSY',
        ],
        [
          { to: { text: '98', alike: true }, since: 105_000, until: 115_000 },
          ({ to, startedAt }) => to === '+98912' && startedAt >= 105 * second && startedAt < 115 * second,
        ],
        [
          { parties: ['+98912'], since: 105_000, until: 115_000 },
          ({ to, startedAt }) => to === '+98912' && startedAt >= 105 * second && startedAt < 115 * second,
        ],
        [{ way: 'incoming' }, () => false],
      ]
      for (const [match, fits] of matches) {
        const expected = all.filter(fits).map(({ id }) => id)
        const byKey: number[] = []
        for (let after = 0; ; ) {
          const some = await store.ledger.slice(accountId, match, { after, limit: 7 })
          byKey.push(...some.map(({ id }) => id))
          after = some.at(-1)?.id ?? 0
          if (some.length < 7) break
        }
        assert.deepEqual(byKey, expected, JSON.stringify(match))
        for (const descending of [true, false]) {
          for (const by of ['startedAt', 'id', 'to'] as const) {
            const value = (call: CallRecord & { id: number }) => (by === 'to' ? call.to : call[by])
            const inOrder = all.filter(fits).sort((one, other) => {
              const order = value(one) < value(other) ? -1 : value(one) > value(other) ? 1 : one.id - other.id
              return descending ? -order : order
            })
            for (const start of [0, 3, Math.max(expected.length - 5, 0), 39, 40]) {
              const page = await store.ledger.page(
                accountId,
                { ...match, sort: { by, descending } },
                { start, count: 6 },
              )
              assert.equal(page.total, expected.length)
              const ids = page.items.map(({ id }) => id)
              assert.deepEqual(
                ids,
                inOrder.slice(start, start + 6).map(({ id }) => id),
                `${by} ${start}`,
              )
            }
          }
        }
      }
    })

    it('goes on behind a call that is gone, gives calls as they ended to whoever follows, and nothing behind the last', async () => {
      const accountId = ++accounts
      const calls = [30, 10, 20].map((at) => build(`g${at}`, { startedAt: at * second }))
      await store.ledger.keep(accountId, batch(calls, 1))
      const endedBehind = async (after: number) =>
        (await store.ledger.ended(accountId, { after, limit: 2 })).map(({ callId }) => callId)
      assert.deepEqual(
        [await endedBehind(0), await endedBehind(2), await endedBehind(3)],
        [['g30', 'g10'], ['g20'], []],
      )
      assert.deepEqual(await idsOf(accountId, {}, 2), ['g20', 'g30'])
      await store.ledger.forget(15_000, 10)
      assert.deepEqual(await idsOf(accountId, {}, 2), ['g20', 'g30'])
      assert.deepEqual(await idsOf(accountId, {}, 3), ['g30'])
      assert.deepEqual(await idsOf(accountId, {}, 4), [])
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
