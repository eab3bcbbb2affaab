import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { type BothEngines, type EngineName, startBothEngines } from '../../../test/both-engines.ts'
import { buildGroup } from '../../../test/builders.ts'
import { type PostgresServer, postgresIsMissing, startPostgres } from '../../../test/postgres-server.ts'
import { difference } from '../../core/change/difference.ts'
import { snapshotGroup } from '../../core/group/snapshot-group.ts'
import { makeIds } from '../../secrets/ids.ts'
import { insertChange } from '../changes.ts'
import { restoreRow } from '../checks/restore-row.ts'
import { groupWriter } from '../groups.ts'
import { LastMaking } from '../lists/last-making.ts'
import type { BookPlace } from '../open-engine.ts'
import { openStore } from '../open-store.ts'
import { conditionsOf } from './conditions.ts'
import { describeDeepPages } from './deep-pages.contract.ts'
import { DeepPages, rememberOrders } from './deep-pages.ts'
import type { Engine, Session } from './engine.ts'
import { type IndexedOrder, indexedOrder } from './indexed-order.ts'
import { orderBy, readPage } from './pages.ts'
import { rowsFrom, stretchSize } from './read-places.ts'
import { readTally } from './sequences.ts'
import type { Value } from './value.ts'

const accountId = 1
const author = { accountId, credentialId: null, name: null, origin: 'test' } as const
const count = 6000
const columns = ['name', 'description', 'updated_at', null] as const

describeDeepPages('SQLite', async () => {
  const folder = await newFolder()
  return deepBook(folder, { folder })
})

describe('PostgreSQL', { skip: postgresIsMissing }, () => {
  let server: PostgresServer
  before(async () => {
    server = await startPostgres()
  })
  after(() => server.stop())

  describeDeepPages('PostgreSQL', async () => {
    const times = { connectTimeout: 60_000, statementTimeout: 30_000, lockTimeout: 10_000 }
    const postgres = { url: await server.makeDatabase(), connections: 5, queue: 1000, ...times }
    return deepBook(await newFolder(), { postgres })
  })
})

function newFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'dialbook-pages-'))
}

function deepBook(folder: string, place: BookPlace) {
  const now = { now: () => 1000 }
  const opened = { place, keyFingerprint: 'test', ids: makeIds(now), clock: now }
  return { folder, open: () => openStore(opened), remove: () => rm(folder, { recursive: true }) }
}

describe('deep pages', { skip: postgresIsMissing }, () => {
  let engines: BothEngines
  before(async () => {
    engines = await startBothEngines()
  })
  after(() => engines.stop())

  for (const name of ['SQLite', 'PostgreSQL'] as const) {
    it(`read few rows and statements on ${name}, however deep the page`, async () => {
      const engine = await bookOn(name)
      const { counted, seen } = counting(engine)
      rememberOrders(counted)
      const query = {
        table: 'groups',
        noun: 'group',
        accountId,
        conditions: conditionsOf(engine, accountId, {}),
        order: orderBy('groups', [{ by: 'name', descending: true }], { id: 'id', name: 'name' }),
      } as const
      await readPage(counted, query, { start: count / 2, count: 20 })
      for (let round = 0; round < 20; round++) {
        await rename(engine, randomInt(1, count))
        seen.splice(0)
        const { items } = await readPage(counted, query, { start: randomInt(1100, count - 1100), count: 20 })
        assert.equal(items.length, 20)
        // The total, the changes since the last page, and the page behind a part of a stretch.
        assert.equal(seen.length, 3)
        const [, , [skipped, limit, rows] = []] = seen.map(({ parameters, rows }) => [
          ...parameters.slice(-2).reverse(),
          rows,
        ])
        assert.ok((skipped as number) < 2 * stretchSize)
        assert.deepEqual([limit, rows], [20, 20])
        assert.ok((seen[1]?.rows as number) <= 1 + 20)
      }
    })

    it(`are read where nobody waits on ${name}, if no index has their order`, async () => {
      const engine = await bookOn(name)
      let searches = 0
      const search: Engine['search'] = (account, work) => {
        searches++
        return engine.search(account, work)
      }
      const page = async (by: 'description' | 'folder') => {
        const query = {
          table: 'groups',
          noun: 'group',
          accountId,
          conditions: conditionsOf(engine, accountId, {}),
          order: orderBy('groups', [{ by, descending: false }], {
            id: 'id',
            description: 'description',
            folder: 'folder_id',
          }),
        } as const
        return (await readPage({ ...engine, search }, query, { start: 0, count: 3 })).items.length
      }
      assert.deepEqual([await page('description'), searches], [3, 0])
      assert.deepEqual([await page('folder'), searches], [3, 1])
    })

    it(`are right in the state of their session on ${name}, while others write`, async () => {
      const engine = await bookOn(name)
      const other = await engines.openAgain()
      let isWriting = true
      let written = 0
      const writing = [engine, other].map(async (each, at) => {
        for (let id = 1 + at; isWriting; id = (id + 2) % count || 2) {
          await rename(each, id)
          written++
        }
      })
      const [deep, otherDeep] = [new DeepPages(engine), new DeepPages(other)]
      let known = 0
      let seen = 0
      for (let round = 0; round < 120; round++) {
        while (written === seen) await new Promise(setImmediate)
        seen = written
        const order = indexedOrder('groups', columns[round % columns.length] ?? null) as IndexedOrder
        const [reader, memory] = round % 3 === 0 ? [other, otherDeep] : [engine, deep]
        const found = await reader.snapshot((session) => pageTwice(session, memory, order))
        if (!found) await memory.read({ accountId, order }, count)
        else if (++known > 0) assert.deepEqual(found.byPlaces, found.bySkipping, `${order.column}`)
      }
      isWriting = false
      await Promise.all(writing)
      assert.ok(known > 60, `${known} of 120 pages were found by what is remembered`)
    })

    it(`are right on ${name} after a row came back from a backup, which no change tells`, async () => {
      const engine = await bookOn(name)
      const deep = new DeepPages(engine)
      const order = indexedOrder('groups', 'name') as IndexedOrder
      await deep.read({ accountId, order }, count)
      assert.ok(await engine.snapshot((session) => pageTwice(session, deep, order)))
      const row = await engine.reader.one('select * from groups where account_id = 1 and id = 9', [])
      await engine.transaction((session) => restoreRow(session, 'group', { ...row, name: 'a' }))
      assert.equal(await engine.snapshot((session) => pageTwice(session, deep, order)), undefined)
      await deep.read({ accountId, order }, count)
      const found = await engine.snapshot((session) => pageTwice(session, deep, order))
      assert.deepEqual(found?.byPlaces, found?.bySkipping)
      assert.ok(found)
    })
  }

  it('wait on PostgreSQL for a change with a lower number than those that they have', async () => {
    const engine = await bookOn('PostgreSQL')
    const deep = new DeepPages(engine)
    const order = indexedOrder('groups', 'updated_at') as IndexedOrder
    const check = async () => {
      for (let round = 0; round < 6; round++) {
        const found = await engine.snapshot((session) => pageTwice(session, deep, order))
        if (found) assert.deepEqual(found.byPlaces, found.bySkipping)
        else await deep.read({ accountId, order }, count)
      }
      assert.ok(await engine.snapshot((session) => pageTwice(session, deep, order)))
    }
    await check()
    const isWritten = Promise.withResolvers<void>()
    const mayCommit = Promise.withResolvers<void>()
    const slow = engine.transaction(async (session) => {
      for (let id = 1; id < 300; id++) await renameIn(session, id)
      await session.one('select 1 as one', [])
      isWritten.resolve()
      await mayCommit.promise
    })
    await isWritten.promise
    await rename(engine, 2000)
    await check()
    // Also places that are read only now must not count the slow ones twice, or never.
    deep.forget({ accountId, order })
    await deep.read({ accountId, order }, count)
    mayCommit.resolve()
    await slow
    await check()
  })

  /** A page found by what is remembered, and the same page in the same state by skipping rows; undefined when nothing is remembered. */
  async function pageTwice(session: Session, deep: DeepPages, order: IndexedOrder) {
    const total = await readTally(session, accountId, 'group')
    const places = await deep.placesIn(session, { accountId, order }, total)
    if (!places) return undefined
    const position = randomInt(total - 10)
    const rows = await rowsFrom(session, accountId, order, { ...places.at(position), count: 10 })
    const sorts = [{ by: order.column ?? 'id', descending: false }] as const
    const { forward } = orderBy('groups', sorts, { id: 'id', [order.column ?? 'id']: order.column ?? 'id' })
    const sql = `select id from groups where account_id = 1 order by ${forward} limit 10 offset $1`
    const ids = (found: readonly { readonly id?: unknown }[]) => found.map(({ id }) => id)
    return { byPlaces: ids(rows), bySkipping: ids(await session.all(sql, [position])) }
  }

  async function bookOn(name: EngineName): Promise<Engine> {
    const engine = await engines.makeBook(name)
    for (let made = 0; made < count; made += 1000) {
      await engine.transaction(async (session) => {
        const writer = groupWriter(session, new LastMaking())
        for (let id = made + 1; id <= made + 1000; id++) await writer.insert(buildGroup(id, fields()))
        await insertChange(session, 1, author, { noun: 'group', verb: 'add', subject: '', before: null, after: null })
      })
    }
    return engine
  }

  const fields = () => ({ name: `n${randomInt(count)}`, description: randomInt(3) === 0 ? null : `d${randomInt(9)}` })

  let clock = 0

  const rename = (engine: Engine, id: number): Promise<void> => engine.transaction((session) => renameIn(session, id))

  async function renameIn(session: Session, id: number): Promise<void> {
    const writer = groupWriter(session, new LastMaking())
    const before = await writer.lock(accountId, { id })
    if (!before) return
    const after = { ...before, ...fields(), updatedAt: 1_000_000 + ++clock }
    await writer.update(before, after)
    const states = difference(snapshotGroup(before), snapshotGroup(after))
    await insertChange(session, clock, author, { noun: 'group', verb: 'update', subject: '', ...states })
  }

  /** The engine, and the statements of its snapshots with the rows that they gave. */
  function counting(engine: Engine) {
    const seen: { readonly parameters: readonly Value[]; readonly rows: number }[] = []
    const count = async <T>(parameters: readonly Value[], rows: Promise<T>): Promise<T> => {
      const found = await rows
      seen.push({ parameters, rows: Array.isArray(found) ? found.length : 1 })
      return found
    }
    const counted: Engine = {
      ...engine,
      snapshot: (work) =>
        engine.snapshot((session) =>
          work({
            ...session,
            all: (sql, parameters) => count(parameters, session.all(sql, parameters)),
            one: (sql, parameters) => count(parameters, session.one(sql, parameters)),
          }),
        ),
    }
    return { counted, seen }
  }
})
