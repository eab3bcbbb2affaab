import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { account, type Books, groups, run, startBooks } from '../../../../test/gathered-jobs.ts'
import { postgresIsMissing } from '../../../../test/postgres-server.ts'

describe('the settings of merged statements', { skip: postgresIsMissing }, () => {
  let books: Books
  before(async () => {
    books = await startBooks()
  })
  after(() => books.stop())

  it('hold for these alone: others have those of the database', async () => {
    const { url, sql } = await books.makeBook()
    const own = { plan_cache_mode: 'force_custom_plan', enable_hashjoin: 'off', enable_seqscan: 'on' }
    const { rows } = await sql.query('select current_database() as name')
    for (const [name, value] of Object.entries(own)) {
      await sql.query(`alter database ${rows[0].name} set ${name} = ${value}`)
    }
    const engine = await books.openBook(url)
    // The first group of transactions learns the tables.
    await Promise.all(groups.map((group) => run(engine, { name: 'j', steps: [['by id', group]] })))
    const setName = 'update groups set name = $3 where account_id = $1 and id = $2'
    const settingsNow = `select ${Object.keys(own).map((name) => `current_setting('${name}') as ${name}`)}`
    const found = await engine.transaction(async (session) => {
      for (const group of groups) await session.put(setName, [account, group, 'merged'])
      return session.one(settingsNow, [])
    })
    assert.deepEqual({ ...found }, own)
  })
})
