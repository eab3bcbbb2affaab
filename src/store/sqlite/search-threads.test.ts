import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, describe, it } from 'node:test'
import { forClient } from '../client-watch.ts'
import { SearchThreads } from './search-threads.ts'

/** A statement that takes about a second. */
const slow = 'with recursive c(i) as (select 1 union all select i + 1 from c where i < 5e6) select count(*) as n from c'

const rules = { atOnce: 1, longestMs: 60_000, patienceMs: 60_000 }

describe('SearchThreads', () => {
  let folder: string
  let file: string
  let writer: DatabaseSync
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dialbook-search-'))
    file = join(folder, 'book.db')
    writer = new DatabaseSync(file)
    writer.exec(
      "pragma journal_mode = wal; create table t (id integer primary key, name text); insert into t values (1, 'É')",
    )
  })
  after(async () => {
    writer.close()
    await rm(folder, { recursive: true })
  })

  it('sees one state in a search, and the newest in the next', async () => {
    const threads = new SearchThreads(file, rules)
    const count = 'select count(*) as n from t'
    const seen = await threads.search(1, async (session) => {
      const first = await session.one(count, [])
      writer.exec("insert into t values (2, 'b')")
      return [first, await session.one(count, [])]
    })
    assert.deepEqual(seen, [{ n: 1 }, { n: 1 }])
    assert.deepEqual(await threads.search(1, (session) => session.all(count, [])), [{ n: 2 }])
    const folded = 'select id from t where folded(name) = $1'
    assert.deepEqual(await threads.search(1, (session) => session.one(folded, ['é'])), { id: 1 })
    await threads.close()
  })

  it('lets the event loop go on, and waits no longer for what takes too long', async () => {
    const threads = new SearchThreads(file, { ...rules, longestMs: 100 })
    let turns = 0
    const turning = setInterval(() => turns++, 10)
    await assert.rejects(
      threads.search(1, (session) => session.one(slow, [])),
      { code: 'unavailable', message: /longer than 0.1 s/ },
    )
    clearInterval(turning)
    assert.ok(turns > 0)
    assert.deepEqual(await threads.search(1, (session) => session.one('select 1 as one', [])), { one: 1 })
    await threads.close()
  })

  it('refuses who waits too long', async () => {
    const threads = new SearchThreads(file, { ...rules, patienceMs: 100 })
    const first = threads.search(1, async (session) => {
      const late = threads.search(1, (other) => other.one('select 1 as one', []))
      await assert.rejects(late, { code: 'unavailable', message: /too many/ })
      return session.one('select 1 as one', [])
    })
    assert.deepEqual(await first, { one: 1 })
    await threads.close()
  })

  it('gives accounts turns', async () => {
    const threads = new SearchThreads(file, rules)
    const order: string[] = []
    let release = (): void => undefined
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const search = (accountId: number, name: string) =>
      threads.search(accountId, async (session) => {
        await session.one('select 1 as one', [])
        order.push(name)
      })
    const first = threads.search(1, () => held)
    const others = [search(1, 'a'), search(1, 'b'), search(1, 'c'), search(2, 'z')]
    release()
    await Promise.all([first, ...others])
    assert.deepEqual(order, ['a', 'z', 'b', 'c'])
    await threads.close()
  })

  it('drops what nobody waits for any more, in the line and between statements', async () => {
    const threads = new SearchThreads(file, rules)
    let isGone = false
    let statements = 0
    const search = () =>
      forClient({ accountId: 1, isGone: () => isGone }, () =>
        threads.search(1, async (session) => {
          for (;;) {
            await session.one('select 1 as one', [])
            if (++statements === 3) isGone = true
          }
        }),
      )
    const gone = { code: 'unavailable', message: /gone/ }
    const first = assert.rejects(search(), gone)
    await Promise.all([first, assert.rejects(search(), gone)])
    assert.equal(statements, 3)
    assert.deepEqual(await threads.search(1, (session) => session.one('select 1 as one', [])), { one: 1 })
    await threads.close()
  })

  it('hands over the error of a statement, and writes nothing', async () => {
    const threads = new SearchThreads(file, rules)
    const run = (sql: string) => threads.search(1, (session) => session.all(sql, []))
    await assert.rejects(run('select * from nothing'), /syntax error/)
    await assert.rejects(run("insert into t values (9, 'x')"), /readonly/)
    assert.deepEqual(await run('select 1 as one'), [{ one: 1 }])
    await threads.close()
  })
})
