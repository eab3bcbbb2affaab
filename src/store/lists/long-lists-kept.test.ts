import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { type BothEngines, type EngineName, startBothEngines } from '../../../test/both-engines.ts'
import { buildClock, buildGroup, entriesOf } from '../../../test/builders.ts'
import { postgresIsMissing } from '../../../test/postgres-server.ts'
import type { Damage } from '../../core/damage/damage.ts'
import type { ListEdit } from '../../core/list/list-port.ts'
import { makeIds } from '../../secrets/ids.ts'
import { insertChange } from '../changes.ts'
import { damageReader } from '../checks/find-damage.ts'
import type { Engine } from '../engine/engine.ts'
import { newestVersion } from '../engine/migrations.ts'
import type { Value } from '../engine/value.ts'
import { unusedLists, unusedParts } from '../find-leftovers.ts'
import { groupReader, groupWriter } from '../groups.ts'
import { writeBackup } from '../move/write-backup.ts'
import { LastMaking } from './last-making.ts'
import { listReader, listWriter } from './lists.ts'
import { menderOn } from './mend.ts'

const accountId = 1
const clock = buildClock()
const ids = makeIds(clock)
/** So long that the next version is the difference from it. */
const phones = [
  ...Array.from({ length: 17_000 }, (_, index) => String(((index * 7919) % 17_011) + 10_000)),
  '*21#',
  'b',
]
const everything = { start: 0, count: 20_000 }

describe('a long list that is kept as its difference from another', { skip: postgresIsMissing }, () => {
  let engines: BothEngines
  before(async () => {
    engines = await startBothEngines()
  })
  after(() => engines.stop())

  for (const name of ['SQLite', 'PostgreSQL'] as const satisfies readonly EngineName[]) {
    describe(`on ${name}`, () => {
      let engine: Engine
      let backup: string
      let base: string
      const run = (sql: string, parameters: readonly Value[] = []) =>
        engine.transaction((session) => session.run(sql, parameters))
      const damages = async (): Promise<Damage[]> => {
        const found: Damage[] = []
        const rules = { atOnce: { rows: 1000, bytes: 1e6 }, onStep: async () => undefined }
        for await (const damage of damageReader(engine).find(rules)) found.push(damage)
        return found
      }
      const group = async () => (await groupReader(engine, engine.reader).get(accountId, { id: 1 })) ?? assert.fail()
      const holders = async (phone: string): Promise<number[]> =>
        (await groupReader(engine, engine.reader).ofPhones(accountId, [phone], { after: 0, limit: 9 })).map(
          ({ id }) => id,
        )
      const sizes = async (): Promise<Record<string, number>> => {
        const counts: Record<string, number> = {}
        for (const table of ['lists', 'chunks', 'phone_leaves'])
          counts[table] = Number((await engine.reader.one(`select count(*) as count from ${table}`, []))?.count)
        return counts
      }
      const edit = (wanted: Partial<ListEdit>): Promise<string> =>
        engine.transaction(async (session) => {
          const last = new LastMaking()
          const groups = groupWriter(session, last)
          const found = (await groups.lock(accountId, { id: 1 })) ?? assert.fail()
          const nothing = { changed: [], removed: [], added: entriesOf(), firstEntryId: 50_000 }
          const whole = { ...nothing, ...wanted }
          const listId = await listWriter(session, ids, last).edit(accountId, found.listId, whole)
          const count = found.count - whole.removed.length + whole.added.codes.length
          await groups.update(found, { ...found, listId, count })
          return listId ?? assert.fail()
        })
      const point = (listId: string | null, count: number) =>
        engine.transaction(async (session) => {
          const groups = groupWriter(session, new LastMaking())
          const found = (await groups.lock(accountId, { id: 1 })) ?? assert.fail()
          await groups.update(found, { ...found, listId, count })
        })
      const leftovers = async () => {
        const rule = { changedBefore: clock.now() + 1e6, idleBefore: clock.now() + 1e6, gone: new Set<string>() }
        const found: string[] = []
        for await (const some of unusedLists(engine.reader, rule)) found.push(...some.ids.map(String))
        for (const kind of ['chunk', 'leaf'] as const)
          for await (const some of unusedParts(engine.reader, kind, rule)) found.push(...some.ids.map(String))
        return found
      }

      before(async () => {
        engine = await engines.makeBook(name)
        backup = join(engines.folder, `${name}.backup`)
        await run("insert into facts (name, value) values ('key', 'k')")
        await run(
          `insert into accounts (id, name, folded_name, enabled, created_at, master_hash, checksum) values (1, 'a', 'a', 1, 1, 'm', 0)`,
        )
        base = await engine.transaction(async (session) => {
          const last = new LastMaking()
          const listId = await listWriter(session, ids, last).insert(accountId, entriesOf(...phones), 100)
          await groupWriter(session, last).insert(buildGroup(1, { listId, count: phones.length }))
          const author = { accountId, credentialId: null, name: 'tester', origin: 'test' }
          const change = { noun: 'group', verb: 'add', subject: 'x', before: null, after: { listId } } as const
          await insertChange(session, 1, author, change)
          return listId ?? assert.fail()
        })
      })

      it('writes one row for an edit, and the group is found by its phones', async () => {
        const before = await sizes()
        // The first entry, one that is no plain number, and one that another takes the place of.
        await edit({ removed: [100, 17_100], changed: [{ id: 5000, phone: '77', details: undefined }] })
        await edit({ added: entriesOf('88', '*88#', phones[0] as string) })
        await edit({ removed: [50_000] })
        assert.deepEqual(await sizes(), { ...before, lists: (before.lists ?? 0) + 3 })
        for (const phone of ['77', '*88#', phones[0] as string, phones[9], 'b'])
          assert.deepEqual(await holders(phone as string), [1], phone)
        for (const phone of ['88', '*21#', phones[4900] as string]) assert.deepEqual(await holders(phone), [], phone)
      })

      it('compares two versions by the chunks in which they differ', async () => {
        const { listId } = await group()
        const codes: number[] = []
        for await (const part of listReader(engine.reader).unsharedParts(accountId, listId, base))
          codes.push(part.codes.length)
        // Of five chunks the first two and the last differ: that of the entry 100, that of 5000 and that of 17,100.
        assert.deepEqual(codes, [3999, 4000, 1003])
        const same = await edit({ changed: [{ id: 5000, phone: '77', details: { a: 'x' } }] })
        const between: number[] = []
        for await (const part of listReader(engine.reader).unsharedParts(accountId, same, listId))
          between.push(part.codes.length)
        assert.deepEqual(between, [4000])
      })

      it('keeps the base while a list that is used differs from it', async () => {
        const found = await leftovers()
        const { listId } = await group()
        assert.equal(found.length, 3)
        assert.ok(!found.includes(base) && !found.includes(listId as string))
        await point(null, 0)
        await run('delete from changes')
        const all = await leftovers()
        assert.equal(all[4], base, 'the lists go before their base')
        await point(listId, 17_002)
      })

      it('is verified and mended with its base', async () => {
        assert.deepEqual(
          (await damages()).filter(({ table }) => table === 'lists' || table === 'chunks'),
          [],
        )
        const before = await group()
        const entries = await listReader(engine.reader).entries(accountId, before.listId, everything)
        await writeBackup(engine, backup, { schema: newestVersion(), madeAt: 1, report: () => undefined })
        await run('update lists set delta = $1 where base_id is not null and id <> $2', [
          new Uint8Array(40),
          before.listId,
        ])
        await run('delete from lists where id = $1', [base])
        const lost =
          (await damages()).find(({ row, problem }) => row === base && problem === 'is missing') ?? assert.fail()
        assert.deepEqual(
          (await damageReader(engine).groupsAt({ ...lost, table: 'lists' })).map(({ id }) => id),
          [],
        )
        assert.equal((await damages()).filter(({ problem }) => problem !== 'is missing').length >= 3, true)
        await assert.rejects(listReader(engine.reader).phones(accountId, before.listId), { code: 'damaged' })
        await run('delete from chunks')
        const mended = await menderOn(engine).mend(before, backup)
        assert.deepEqual(mended, { listId: before.listId, count: before.count, isLatest: true })
        assert.deepEqual(await listReader(engine.reader).entries(accountId, before.listId, everything), entries)
        await menderOn(engine).restore(await damages(), backup)
        const left = (await damages()).filter(({ table }) => table === 'lists' || table === 'chunks')
        assert.deepEqual(left, [])
        const [chunk] = JSON.parse(
          String((await engine.reader.one('select chunks from lists where id = $1', [base]))?.chunks),
        )
        for (const [table, row] of [
          ['lists', base],
          ['lists', before.listId],
          ['chunks', chunk[0]],
        ] as const)
          assert.deepEqual(
            (await damageReader(engine).groupsAt({ accountId, table, row, problem: '' })).map(({ id }) => id),
            [1],
            table,
          )
      })

      it('is written as chunks and leaves of its own once it differs by much', async () => {
        const before = await group()
        const { chunks } = await sizes()
        const removed = Array.from({ length: 300 }, (_, at) => 200 + 40 * at)
        const listId = await edit({
          removed,
          added: entriesOf(...Array.from({ length: 150 }, (_, at) => `5${at}`)),
          firstEntryId: 60_000,
        })
        const row = await engine.reader.one('select base_id, phone_index from lists where id = $1', [listId])
        assert.equal(row?.base_id, null)
        assert.ok(row.phone_index)
        assert.equal((await sizes()).chunks, (chunks ?? 0) + 5)
        const now = await listReader(engine.reader).entries(accountId, listId, everything)
        const gone = new Set(removed)
        const older = await listReader(engine.reader).entries(accountId, before.listId, everything)
        assert.deepEqual(
          now.slice(0, -150),
          older.filter(({ id }) => !gone.has(id)),
        )
        assert.deepEqual(
          now.slice(-150).map(({ phone }) => phone),
          Array.from({ length: 150 }, (_, at) => `5${at}`),
        )
        assert.deepEqual(await holders('*88#'), [1])
      })
    })
  }
})
