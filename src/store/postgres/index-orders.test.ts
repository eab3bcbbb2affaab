import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type BothEngines, startBothEngines } from '../../../test/both-engines.ts'
import { postgresIsMissing } from '../../../test/postgres-server.ts'
import { dialLogOn } from '../campaigns/dial-log.ts'
import type { Engine, ReadSession, Session } from '../engine/engine.ts'
import type { Value } from '../engine/value.ts'
import { ledgerOn } from '../ledger/ledger.ts'
import { paperTrayOn } from '../messages/paper.ts'
import { requestLogOn } from '../request-log/request-log.ts'
import { retriesOn } from '../retries.ts'

interface Statement {
  readonly sql: string
  readonly parameters: readonly Value[]
}

const effectsOf = () => {
  throw new Error('nothing has an effect here')
}

describe('the first rows of an order on PostgreSQL', { skip: postgresIsMissing }, () => {
  let engines: BothEngines
  let engine: Engine
  before(async () => {
    engines = await startBothEngines()
    engine = await engines.makeBook('PostgreSQL')
  })
  after(() => engines.stop())

  /** The statements that some work makes. */
  const statementsOf = async (work: (engine: Engine) => Promise<unknown>): Promise<Statement[]> => {
    const made: Statement[] = []
    const noting = <S extends ReadSession>(session: S): S => ({
      ...session,
      all: (sql: string, parameters: readonly Value[]) => {
        made.push({ sql, parameters })
        return session.all(sql, parameters)
      },
      one: (sql: string, parameters: readonly Value[]) => {
        made.push({ sql, parameters })
        return session.one(sql, parameters)
      },
    })
    await work({
      ...engine,
      reader: noting(engine.reader),
      search: (accountId, search) => engine.search(accountId, (session) => search(noting(session))),
      transaction: (write) => engine.transaction((session) => write(noting(session))),
    })
    return made.filter(({ sql }) => /order by[\s\S]*limit/.test(sql))
  }

  /** Whether PostgreSQL sorts rows for a statement, though an index might have the order. */
  const sorts = ({ sql, parameters }: Statement): Promise<boolean> =>
    engine.transaction(async (session: Session) => {
      await session.run(
        "select set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true)",
        [],
      )
      const plan = await session.all(`explain (costs off) ${sql}`, parameters)
      return plan.some((line) => /Sort/.test(String(line['QUERY PLAN'])))
    })

  const day = 86_400_000
  const page = { start: 0, count: 20 }
  const run = { accountId: 1, campaignId: 1, repeat: 1 }
  const works: Readonly<Record<string, (engine: Engine) => Promise<unknown>>> = {
    'calls that are exported': async (of) => {
      const ledger = ledgerOn(of, { effectsOf, transaction: of.transaction })
      await ledger.slice(1, {}, { after: 0, limit: 10 })
      await ledger.slice(1, { parties: ['500'] }, { after: 0, limit: 10 })
    },
    'calls that are too old': (of) => ledgerOn(of, { effectsOf, transaction: of.transaction }).forget(day, 10),
    'answers that are too old': (of) => retriesOn(of.reader, of.transaction).forget(day, 10),
    'the log of requests': async (of) => {
      const log = requestLogOn(of.reader, of.transaction)
      await log.newest(1, 10)
      await log.keep([{ accountId: 1, requests: [], bodies: new Map(), trims: true } as never], 10)
    },
    'numbers of a campaign': (of) => dialLogOn(of, { effectsOf, transaction: of.transaction }).nextDue(run),
    'messages on paper': (of) => paperTrayOn(of, of.transaction).untold(10),
  }
  for (const [name, work] of Object.entries(works)) {
    it(`come by an index: ${name}`, async () => {
      const statements = await statementsOf(work)
      assert.ok(statements.length > 0)
      for (const statement of statements) assert.equal(await sorts(statement), false, statement.sql)
    })
  }

  it('come by an index: pages of calls, from both ends', async () => {
    const calls = 50
    await engine.transaction((session) =>
      session.run(
        `insert into calls select 1, n, n, '1', '2', '', 'local', '', '', '', '', '', '', 'ANSWERED', n, null, n, '{}', 1
           from generate_series(1, $1::bigint) n`,
        [calls],
      ),
    )
    for (const descending of [false, true]) {
      for (const start of [0, calls - page.count]) {
        const statements = await statementsOf((of) =>
          ledgerOn(of, { effectsOf, transaction: of.transaction })
            .page(1, { sort: { by: 'startedAt', descending } }, { start, count: page.count })
            // The rows are no whole calls.
            .catch(() => undefined),
        )
        assert.equal(statements.length, 1)
        for (const statement of statements) assert.equal(await sorts(statement), false, statement.sql)
      }
    }
  })
})
