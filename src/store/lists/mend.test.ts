import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { type BothEngines, type EngineName, startBothEngines } from '../../../test/both-engines.ts'
import { buildClock, buildGroup, entriesOf } from '../../../test/builders.ts'
import { postgresIsMissing } from '../../../test/postgres-server.ts'
import type { Damage } from '../../core/damage/damage.ts'
import { makeIds } from '../../secrets/ids.ts'
import { insertChange } from '../changes.ts'
import { damageReader } from '../checks/find-damage.ts'
import type { Engine, Session } from '../engine/engine.ts'
import { newestVersion } from '../engine/migrations.ts'
import type { Value } from '../engine/value.ts'
import { groupReader, groupWriter } from '../groups.ts'
import { writeBackup } from '../move/write-backup.ts'
import { LastMaking } from './last-making.ts'
import { listReader, listWriter } from './lists.ts'
import { menderOn } from './mend.ts'

const accountId = 1
const ids = makeIds(buildClock())
/** Several chunks and leaves, in no order, and phones that are no plain numbers. */
const phones = [...Array.from({ length: 9000 }, (_, index) => String(((index * 7919) % 9001) + 1000)), '*21#', 'b', 'a']

describe('mending a list', { skip: postgresIsMissing }, () => {
  let engines: BothEngines
  before(async () => {
    engines = await startBothEngines()
  })
  after(() => engines.stop())

  for (const name of ['SQLite', 'PostgreSQL'] as const satisfies readonly EngineName[]) {
    describe(`on ${name}`, () => {
      let engine: Engine
      let backup: string
      const run = (sql: string, parameters: readonly Value[] = []) =>
        engine.transaction((session) => session.run(sql, parameters))
      const damages = async (): Promise<Damage[]> => {
        const found: Damage[] = []
        const rules = { atOnce: { rows: 1000, bytes: 1e6 }, onStep: async () => undefined }
        for await (const damage of damageReader(engine).find(rules)) found.push(damage)
        return found
      }
      const group = async () => (await groupReader(engine, engine.reader).get(accountId, { id: 1 })) ?? assert.fail()
      const edit = async (session: Session, removed: number): Promise<void> => {
        const last = new LastMaking()
        const groups = groupWriter(session, last)
        const found = (await groups.lock(accountId, { id: 1 })) ?? assert.fail()
        const change = { changed: [], removed: [removed], added: entriesOf(), firstEntryId: 0 }
        const listId = await listWriter(session, ids, last).edit(accountId, found.listId, change)
        await groups.update(found, { ...found, listId, count: found.count - 1 })
      }

      before(async () => {
        engine = await engines.makeBook(name)
        backup = join(engines.folder, `${name}.backup`)
        await run("insert into facts (name, value) values ('key', 'k')")
        await engine.transaction(async (session) => {
          const last = new LastMaking()
          const listId = await listWriter(session, ids, last).insert(accountId, entriesOf(...phones), 100)
          await groupWriter(session, last).insert(buildGroup(1, { listId, count: phones.length }))
          const tinyId = await listWriter(session, ids, last).insert(accountId, entriesOf('40', '*22#'), 100)
          await groupWriter(session, last).insert(buildGroup(2, { listId: tinyId, count: 2 }))
          const author = { accountId, credentialId: null, name: 'tester', origin: 'test' }
          await insertChange(session, 1, author, {
            noun: 'group',
            verb: 'add',
            subject: 'x',
            before: null,
            after: { listId },
          })
        })
        await engine.transaction((session) => edit(session, 5000))
        await writeBackup(engine, backup, { schema: newestVersion(), madeAt: 1, report: () => undefined })
      })

      it('puts back every chunk, leaf, sieve and list, also those of older versions', async () => {
        const before = await group()
        const entries = await listReader(engine.reader).entries(accountId, before.listId, { start: 0, count: 10_000 })
        await run('update chunks set bytes = $1', [new Uint8Array(40)])
        await run('delete from phone_leaves')
        await run('update phone_sieves set checksum = checksum + 1 where group_id = 1')
        await run("update lists set chunks = '[]' where id = $1", [before.listId])
        await run("update changes set subject = 'y'")
        const mended = await menderOn(engine).mend(before, backup)
        assert.deepEqual(mended, { listId: before.listId, count: before.count, isLatest: true })
        const now = await listReader(engine.reader).entries(accountId, before.listId, { start: 0, count: 10_000 })
        assert.deepEqual(now, entries)
        assert.deepEqual(
          (await groupReader(engine, engine.reader).ofPhones(accountId, ['*21#'], { after: 0, limit: 9 })).map(
            ({ id }) => id,
          ),
          [1],
        )
        await menderOn(engine).restore(await damages(), backup)
        assert.deepEqual(await damages(), [])
      })

      it('puts back a tiny list, whose chunk stands in its row', async () => {
        const tiny = (await groupReader(engine, engine.reader).get(accountId, { id: 2 })) ?? assert.fail()
        await run('update lists set entries = $1 where id = $2', [new Uint8Array(24), tiny.listId])
        await assert.rejects(listReader(engine.reader).phones(accountId, tiny.listId), { code: 'damaged' })
        const mended = await menderOn(engine).mend(tiny, backup)
        assert.deepEqual(mended, { listId: tiny.listId, count: 2, isLatest: true })
        assert.deepEqual(await listReader(engine.reader).phones(accountId, tiny.listId), ['40', '*22#'])
        assert.deepEqual(await damages(), [])
      })

      it('takes the older list where the backup lacks a part', async () => {
        const older = await group()
        await engine.transaction((session) => edit(session, 101))
        const latest = await group()
        await run('update chunks set checksum = 1')
        const mended = await menderOn(engine).mend(latest, backup)
        assert.deepEqual(mended, { listId: older.listId, count: older.count, isLatest: false })
        await engine.transaction(async (session) => {
          await groupWriter(session, new LastMaking()).update(latest, { ...latest, ...mended } as typeof latest)
        })
        // The latest list stays in the history, and with it the chunk that no backup has.
        await menderOn(engine).restore(await damages(), backup)
        assert.deepEqual(
          (await damages()).map(({ table }) => table),
          ['chunks'],
        )
      })

      it('refuses the backup of another book, and any other file', async () => {
        await run("update facts set value = 'other' where name = 'key'")
        await run('update chunks set checksum = 1')
        await assert.rejects(
          menderOn(engine).mend(await group(), backup),
          /cannot be used: it is a backup of another book/,
        )
        await assert.rejects(
          menderOn(engine).mend(await group(), join(engines.folder, 'nothing')),
          /cannot be used: ENOENT/,
        )
      })
    })
  }
})
