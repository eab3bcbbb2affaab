import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Pool, type PoolClient } from 'pg'
import { type PostgresServer, postgresIsMissing, startPostgres } from '../../../test/postgres-server.ts'
import { LostRace } from '../../core/errors.ts'
import type { Value } from '../engine/value.ts'
import { runBatch } from './batch.ts'

const statement = (sql: string, ...parameters: Value[]) => ({ sql, parameters })
const insert = 'insert into kept (id, word) values ($1, $2)'
const count = statement('select count(*)::int as count from kept')

describe('statements that are sent together', { skip: postgresIsMissing }, () => {
  let server: PostgresServer
  let pool: Pool
  let client: PoolClient
  before(async () => {
    server = await startPostgres()
    pool = new Pool({ connectionString: await server.makeDatabase(), pipeline: true, max: 1 })
    client = await pool.connect()
    await runBatch(client, [statement('create table kept (id bigint primary key, word text)')])
  })
  after(async () => {
    client?.release()
    await pool?.end()
    await server.stop()
  })

  it('are carried out in their order, and answered with the result of the last', async () => {
    const all = 'select id::int, word from kept order by id'
    const { rows } = await runBatch(client, [
      statement('begin'),
      statement(insert, 1, 'one'),
      statement('select 7 as seven'),
      statement(insert, 2, null),
      statement(all),
    ])
    assert.deepEqual(rows, [
      { id: 1, word: 'one' },
      { id: 2, word: null },
    ])
    assert.equal((await runBatch(client, [statement('update kept set word = $1', 'x'), count])).rows[0]?.count, 2)
    assert.equal((await runBatch(client, [statement('rollback')])).command, 'ROLLBACK')
  })

  it('end with the one that fails, and those behind it can be sent again', async () => {
    const behind = statement('insert into kept (word, id) values ($2, $1)', 9, 'nine')
    const failing = [statement('begin'), statement(insert, 1, 'one'), statement(insert, 1, 'again'), behind]
    for (let time = 0; time < 2; time++) {
      await assert.rejects(runBatch(client, [...failing, statement('commit')]), LostRace)
      await runBatch(client, [statement('rollback')])
      assert.equal((await runBatch(client, [count])).rows[0]?.count, 0)
    }
    assert.equal((await runBatch(client, [behind])).rowCount, 1)
    await runBatch(client, [statement('delete from kept')])
  })

  it('end with one that cannot be parsed, and the connection goes on', async () => {
    const unknown = statement('select * from nowhere where id = $1', 1)
    for (let time = 0; time < 2; time++) {
      await assert.rejects(runBatch(client, [statement(insert, 3, 'three'), unknown, count]), /nowhere/)
      assert.equal((await runBatch(client, [count])).rows[0]?.count, 0)
    }
  })
})
