import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type Books, startBooks } from '../../../test/gathered-jobs.ts'
import { postgresIsMissing } from '../../../test/postgres-server.ts'
import type { Session } from '../engine/engine.ts'
import { putManyRows } from '../engine/many-rows.ts'
import type { Value } from '../engine/value.ts'
import { queuedMessage } from './message-parts.contract.ts'
import { toRow } from './message-rows.ts'
import { Turns } from './turns.ts'

describe('the turns of messages on PostgreSQL', { skip: postgresIsMissing }, () => {
  let books: Books
  before(async () => {
    books = await startBooks()
  })
  after(() => books.stop())

  it('are found by an index that has their order, however much waits', async () => {
    const { engine, sql } = await books.makeBook()
    const messages = Array.from({ length: 3000 }, (_, at) => ({ ...queuedMessage(1, at + 1, at), route: 'r' }))
    await engine.transaction((session) => putManyRows(session, 'messages', messages.map(toRow)))
    await sql.query('analyze')
    const plans: string[] = []
    const taken = await engine.transaction((session) => {
      const one = async (query: string, parameters: readonly Value[]) => {
        for (const row of await session.all(`explain ${query}`, parameters)) plans.push(String(row['QUERY PLAN']))
        return session.one(query, parameters)
      }
      const explained: Session = { ...session, one }
      return new Turns().take(explained, { now: 99, routes: ['r'], limit: 5 })
    })
    assert.equal(taken.length, 5)
    assert.match(plans.join('\n'), /messages_by_turn/)
    assert.doesNotMatch(plans.join('\n'), /Sort/)
  })
})
