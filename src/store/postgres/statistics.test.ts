import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type Books, startBooks } from '../../../test/gathered-jobs.ts'
import { postgresIsMissing } from '../../../test/postgres-server.ts'
import type { Session } from '../engine/engine.ts'
import { putManyRows } from '../engine/many-rows.ts'

describe('the statistics of tables on PostgreSQL', { skip: postgresIsMissing }, () => {
  let books: Books
  before(async () => {
    books = await startBooks()
  })
  after(() => books.stop())

  const parts = (from: number, count: number) => (session: Session) =>
    putManyRows(
      session,
      'message_parts',
      Array.from({ length: count }, (_, at) => ({
        ...{ account_id: 1, message_id: from + at, part: 1, carrier: 'c', carrier_id: `${from + at}` },
        ...{ state: 'sent', problem: null },
      })),
    )

  it('are taken anew soon after a table has grown, and not after a few rows', async () => {
    const { engine, sql } = await books.makeBook()
    // The database itself would do it within a minute.
    for (const table of ['message_parts', 'groups'])
      await sql.query(`alter table ${table} set (autovacuum_enabled = off)`)
    const rowsOf = async (table: string) => {
      const { rows } = await sql.query('select reltuples as count from pg_class where oid = $1::regclass', [table])
      return rows[0].count as number
    }
    const until = async (count: number) => {
      const deadline = Date.now() + 20_000
      while ((await rowsOf('message_parts')) !== count) {
        if (Date.now() > deadline) assert.fail(`${count} rows are not known`)
        // Each write has somebody look.
        await engine.transaction((session) => session.put('update groups set name = $2 where id = $1', [1, 'x']))
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    }
    assert.ok((await rowsOf('message_parts')) <= 0)
    await engine.transaction(parts(1, 600))
    await until(600)
    await engine.transaction(parts(601, 2000))
    await until(2600)
    assert.ok((await rowsOf('groups')) <= 0)
  })
})
