import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type BothEngines, startBothEngines } from '../../test/both-engines.ts'
import { buildClock, buildGroup, entriesOf } from '../../test/builders.ts'
import { postgresIsMissing } from '../../test/postgres-server.ts'
import { makeIds } from '../secrets/ids.ts'
import { damageReader } from './checks/find-damage.ts'
import { sumIn } from './checks/sum-row.ts'
import type { Engine, Session } from './engine/engine.ts'
import { groupReader, groupWriter } from './groups.ts'
import { LastMaking } from './lists/last-making.ts'
import { phoneKey } from './lists/leaf.ts'
import { listReader, listWriter } from './lists/lists.ts'
import { olderHashOf, olderSliceOf, olderSlicesOf } from './lists/older-sieves.ts'
import { Sieve, setBits } from './lists/sieve.ts'
import { renewSieves } from './renew-sieves.ts'

const accountId = 1
const ids = makeIds(buildClock())
const spellings = ['09350000001', '+989350000001', '00989350000001']
const range = (count: number) => Array.from({ length: count }, (_, at) => `0912${1_000_000 + at}`)

describe('older sieves', { skip: postgresIsMissing }, () => {
  let engines: BothEngines
  before(async () => {
    engines = await startBothEngines()
  })
  after(() => engines.stop())

  for (const name of ['SQLite', 'PostgreSQL'] as const) {
    it(`are read as they are, and renewed beside other writes, on ${name}`, async () => {
      const engine = await engines.makeBook(name)
      const run = (sql: string) => engine.transaction((session) => session.run(sql, []))
      const count = async (where: string) =>
        Number((await engine.reader.one(`select count(*) as count from phone_sieves where ${where}`, []))?.count)
      const groups = groupReader(engine, engine.reader)
      const find = async (phones: readonly string[]) =>
        (await groups.ofPhones(accountId, phones, { after: 0, limit: 99 })).map((group) => group.id)
      await insertAccount(engine)
      const sizes = [1, 30, 700, 5000, 3]
      for (const [at, size] of sizes.entries()) {
        await insertGroup(engine, at + 1, ['*8', spellings[at % 3] as string, ...range(size)])
      }
      await insertGroup(engine, 6, ['09350000001'])
      const parts = await count('slice > 64')
      for (const id of [1, 2, 3, 4, 5, 6]) await makeOlder(engine, id)
      assert.equal(await count('slice < 64'), parts)
      assert.deepEqual(await find(spellings), [1, 2, 3, 4, 5, 6])
      assert.deepEqual(await find(['*8']), [1, 2, 3, 4, 5])
      assert.deepEqual(await find(['09350000002', '+989350000002']), [])
      assert.deepEqual(await damages(engine), [])

      // Half way: a group in both forms, and one that an older server removed, whose new form it does not know.
      await add(engine, 2, '09350000002')
      assert.ok((await count('slice > 64')) > 0)
      await engine.transaction((session) => renewOne(session))
      await run('delete from groups where id = 6')
      await run("update tallies set count = count - 1 where noun = 'group'")
      assert.deepEqual(await find(spellings), [1, 2, 3, 4, 5])
      assert.deepEqual(await find(['09350000002', '+989350000002']), [2])

      const ofFive = `id = (select list_id from groups where id = 5)`
      await run(`update lists set checksum = checksum + 1 where ${ofFive}`)
      await renewSieves(engine, AbortSignal.abort())
      assert.ok((await count('slice < 64')) > 3)
      await renewSieves(engine, new AbortController().signal)
      assert.equal(await count('slice < 64'), 1, 'of the damaged group')
      await run(`update lists set checksum = checksum - 1 where ${ofFive}`)
      await renewSieves(engine, new AbortController().signal)
      assert.equal(await count('slice < 64'), 0)
      assert.deepEqual(await find(spellings), [1, 2, 3, 4, 5])
      assert.deepEqual(await find(['09350000002', '+989350000002']), [2])
      assert.deepEqual(await damages(engine), [])
    })
  }
})

async function insertAccount(engine: Engine): Promise<void> {
  await engine.transaction((session) =>
    session.run("insert into accounts (id, name, enabled, created_at, checksum) values (1, 'a', 1, 1, 0)", []),
  )
}

async function insertGroup(engine: Engine, id: number, phones: readonly string[]): Promise<void> {
  await engine.transaction(async (session) => {
    const last = new LastMaking()
    const listId = await listWriter(session, ids, last).insert(accountId, entriesOf(...phones), id * 10_000)
    const nextEntryId = id * 10_000 + phones.length
    await groupWriter(session, last).insert(buildGroup(id, { listId, count: phones.length, nextEntryId }))
  })
}

async function add(engine: Engine, id: number, phone: string): Promise<void> {
  await engine.transaction(async (session) => {
    const last = new LastMaking()
    const groups = groupWriter(session, last)
    const found = (await groups.lock(accountId, { id })) ?? assert.fail()
    const edits = { changed: [], removed: [], added: entriesOf(phone), firstEntryId: found.nextEntryId }
    const listId = await listWriter(session, ids, last).edit(accountId, found.listId, edits)
    await groups.update(found, { ...found, listId, count: found.count + 1, nextEntryId: found.nextEntryId + 1 })
  })
}

/** The sieve of a group that is gone, as a newer server has left it. */
async function renewOne(session: Session): Promise<void> {
  const bytes = new Uint8Array(16).fill(255)
  const row = { account_id: accountId, slice: 65, group_id: 6, bytes }
  await session.run(
    'insert into phone_sieves (account_id, slice, group_id, bytes, checksum) values ($1, $2, $3, $4, $5)',
    [...Object.values(row), sumIn(session, 'sieve', row)],
  )
}

/** Puts the sieve of a group back to its older form. */
async function makeOlder(engine: Engine, id: number): Promise<void> {
  await engine.transaction(async (session) => {
    const group = (await groupReader(engine, session).get(accountId, { id })) ?? assert.fail()
    const slices = olderSlicesOf(group.count)
    const parts = new Sieve(group.count).parts()
    for (const phone of await listReader(session).phones(accountId, group.listId)) {
      const hash = olderHashOf(phoneKey(phone))
      setBits(hash, parts[slices.indexOf(olderSliceOf(hash, slices.length))] as Uint8Array)
    }
    await session.run('delete from phone_sieves where group_id = $1', [id])
    for (const [part, slice] of slices.entries()) {
      const row = { account_id: accountId, slice, group_id: id, bytes: parts[part] as Uint8Array }
      await session.run(
        'insert into phone_sieves (account_id, slice, group_id, bytes, checksum) values ($1, $2, $3, $4, $5)',
        [...Object.values(row), sumIn(session, 'sieve', row)],
      )
    }
  })
}

async function damages(engine: Engine): Promise<string[]> {
  const found: string[] = []
  const rules = { atOnce: { rows: 1000, bytes: 1e6 }, onStep: async () => undefined }
  for await (const { table, row, problem } of damageReader(engine).find(rules)) found.push(`${table} ${row} ${problem}`)
  return found
}
