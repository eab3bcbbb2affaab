import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type BothEngines, type EngineName, startBothEngines } from '../../../test/both-engines.ts'
import { postgresIsMissing } from '../../../test/postgres-server.ts'
import { describeDamage } from '../../core/damage/damage.ts'
import type { CallRecord } from '../../core/ledger/call-record.ts'
import type { Engine } from '../engine/engine.ts'
import { insertRow } from '../engine/insert-row.ts'
import { rowOf } from '../ledger/calls.ts'
import { damageReader } from './find-damage.ts'

const dayMicros = 86_400_000_000
const calls = 400

describe('the calls as they are counted by day', { skip: postgresIsMissing }, () => {
  let engines: BothEngines
  before(async () => {
    engines = await startBothEngines()
  })
  after(() => engines.stop())

  const build = (at: number): CallRecord => ({
    ...{ callId: `1.${at}`, from: '500', to: '530', taker: '', originateId: '', campaign: '', digits: '', route: '' },
    ...{ way: at % 2 ? 'local' : 'outgoing', entry: at % 3 ? '' : 'in', exit: at % 5 ? '' : at % 2 ? 'out' : 'in' },
    ...{ recording: '', disposition: at % 7 ? 'ANSWERED' : 'BUSY', answeredAt: null },
    startedAt: 20_000 * dayMicros + Math.floor((at * dayMicros) / 100),
    ...{ endedAt: 30_000 * dayMicros, legs: [], talks: [], steps: [], doubts: [] },
  })

  for (const name of ['SQLite', 'PostgreSQL'] as const satisfies readonly EngineName[]) {
    it(`are found where they are not as the ledger has them, and counted anew, on ${name}`, async () => {
      const engine: Engine = await engines.makeBook(name)
      const run = (sql: string) => engine.transaction((session) => session.run(sql, []))
      const found = async (whileItReads?: () => Promise<unknown>): Promise<string[]> => {
        const damages: string[] = []
        let once = whileItReads
        const onStep = async ({ table }: { table: string }): Promise<void> => {
          if (table !== 'calls') return
          await once?.()
          once = undefined
        }
        const rules = { atOnce: { rows: 100, bytes: 100_000 }, onStep }
        for await (const damage of damageReader(engine).find(rules)) {
          if (damage.table === 'the calls by day') damages.push(describeDamage(damage))
        }
        return damages
      }
      const kept = () =>
        engine.reader.all('select * from index_call_days order by account_id, trunk, day, way, disposition', [])
      const keep = (accountId: number, at: number) =>
        engine.transaction((session) => insertRow(session, 'calls', rowOf(accountId, at + 1, build(at))))
      await engine.transaction(async (session) => {
        for (const accountId of [1, 2]) {
          for (let at = 0; at < calls; at++) await insertRow(session, 'calls', rowOf(accountId, at + 1, build(at)))
        }
      })
      const right = await kept()
      assert.ok(right.length > 40)
      assert.deepEqual(await found(), [])

      await run(`update index_call_days set calls = calls + 1 where account_id = 1 and day = 20000 and trunk = ''`)
      await run(`delete from index_call_days where account_id = 1 and day = 20001 and trunk = 'in'`)
      await run(`insert into index_call_days values (1, 'gone', 20002, 'local', 'BUSY', 3)`)
      await run(`insert into index_call_days values (2, '', 19000, 'local', 'BUSY', 1)`)
      await run(`insert into index_call_days values (3, '', 20000, 'local', 'BUSY', 1)`)
      const told = (account: number, day: string) =>
        `the calls by day ${day} of account ${account} are not as the ledger has them: they are counted anew`
      const [first, second, third] = ['2024-10-04', '2024-10-05', '2024-10-06']
      assert.deepEqual(
        (await found()).sort(),
        [
          told(1, first as string),
          told(2, '2022-01-08'),
          told(3, first as string),
          told(1, second as string),
          told(1, third as string),
        ].sort(),
      )
      assert.deepEqual(await kept(), right)
      assert.deepEqual(await found(), [])

      // Calls that come and go while the ledger is read are no damage, and stay counted.
      assert.deepEqual(
        await found(async () => {
          await keep(1, calls)
          await run('delete from calls where account_id = 2 and id = 5')
        }),
        [],
      )
      assert.deepEqual(await found(), [])
    })
  }
})
