import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { type BothEngines, startBothEngines } from '../../../test/both-engines.ts'
import { fillBook, sumsOf } from '../../../test/full-book.ts'
import { postgresIsMissing } from '../../../test/postgres-server.ts'
import type { Engine } from '../engine/engine.ts'
import { newestVersion } from '../engine/migrations.ts'
import type { Table } from '../engine/table.ts'
import type { Value } from '../engine/value.ts'
import { readBackupFile } from './backup-file.ts'
import { copyRows } from './copy-rows.ts'
import { readBackup, readHead } from './read-backup.ts'
import { batchesOf } from './table-rows.ts'
import type { TableSum } from './table-sum.ts'
import { refuseUnfinished } from './unfinished.ts'
import { writeBackup } from './write-backup.ts'

const quiet = () => undefined

describe('moving a book', { skip: postgresIsMissing }, () => {
  let engines: BothEngines
  before(async () => {
    engines = await startBothEngines()
  })
  after(() => engines.stop())

  /** Checks a book as every store does before it opens one. */
  const useBook = (engine: Engine) => refuseUnfinished(engine.reader)
  const change = (engine: Engine, sql: string, values: Value[] = []) =>
    engine.transaction((session) => session.run(sql, values))
  const backUp = (engine: Engine, file: string) =>
    writeBackup(engine, file, { schema: newestVersion(), madeAt: 1, report: quiet })
  const restore = async (engine: Engine, file: string) => {
    const records = readBackupFile(file)
    return readBackup(engine, await readHead(records), records, quiet)
  }

  for (const [from, to] of [
    ['SQLite', 'PostgreSQL'],
    ['PostgreSQL', 'SQLite'],
    ['SQLite', 'SQLite'],
    ['PostgreSQL', 'PostgreSQL'],
  ] as const) {
    describe(`from ${from} to ${to}`, () => {
      let source: Engine
      let sums: TableSum[]
      before(async () => {
        source = await engines.makeBook(from)
        await fillBook(source)
        sums = await sumsOf(source)
      })

      it('copies every row of every table, and back', async () => {
        const target = await engines.makeBook(to)
        assert.deepEqual(await copyRows(source, target, quiet), sums)
        assert.deepEqual(await sumsOf(target), sums)
        const back = await engines.makeBook(from)
        await copyRows(target, back, quiet)
        assert.deepEqual(await sumsOf(back), sums)
        await useBook(target)
      })

      it('backs up and restores every row of every table', async () => {
        const file = join(engines.folder, `${from}-${to}.backup`)
        assert.deepEqual(await backUp(source, file), sums)
        assert.equal((await stat(file)).mode & 0o777, 0o600)
        const target = await engines.makeBook(to)
        await restore(target, file)
        assert.deepEqual(await sumsOf(target), sums)
        await useBook(target)
        await assert.rejects(restore(target, file), /it holds a book already \(there are rows in \w+\): take an empty/)
      })

      it('goes on with numbers behind the last that was ever given', async () => {
        const numbered = await engines.makeBook(from)
        const insert = (engine: Engine) =>
          engine.transaction(async (session) => {
            const made = await session.one(
              `insert into credentials (account_id, dialect, scheme, permissions, reveals_secrets, enabled, created_at, checksum)
               values (1, 'd', 's', '[]', 0, 1, 1, 0) returning id`,
              [],
            )
            return made?.id
          })
        await insert(numbered)
        await insert(numbered)
        await change(numbered, 'delete from credentials where id = 2')
        const target = await engines.makeBook(to)
        await copyRows(numbered, target, quiet)
        assert.equal(await insert(target), 3)
        await backUp(numbered, join(engines.folder, 'numbered.backup'))
        const restored = await engines.makeBook(to)
        await restore(restored, join(engines.folder, 'numbered.backup'))
        assert.equal(await insert(restored), 3)
      })

      it('goes on with a copy that did not finish, from a source that has changed, and lets nobody open it before', async () => {
        const changing = await engines.makeBook(from)
        await fillBook(changing)
        const target = await engines.makeBook(to)
        const filled = new Set<string>()
        const stopAt = (phase: string, table: string) =>
          copyRows(changing, target, (progress) => {
            filled.add(progress.table)
            if (progress.phase === phase && progress.table === table) throw new Error('stopped')
          })
        await assert.rejects(stopAt('copying', 'lists'), /stopped/)
        assert.ok(filled.has('contacts') && !filled.has('networks'))
        await assert.rejects(useBook(target), /it is not all there: a dialbook copy or restore/)
        // Names that must be unique change hands. Rows go, and others come.
        await change(changing, "update accounts set name = 'free' where id = 1")
        await change(changing, "update accounts set name = 'taken' where id = 2")
        await change(changing, 'delete from accounts where id = 12')
        await change(
          changing,
          "insert into accounts (id, name, enabled, created_at, checksum) values (1000, 'new', 1, 1, 0)",
        )
        await change(changing, 'delete from contacts where account_id < 5')
        await assert.rejects(stopAt('verifying', 'lists'), /stopped/)
        await assert.rejects(useBook(target), /it is not all there/)
        await copyRows(changing, target, quiet)
        assert.deepEqual(await sumsOf(target), await sumsOf(changing))
        await useBook(target)
      })

      it('copies the moment at which it began', async () => {
        const changing = await engines.makeBook(from)
        await fillBook(changing)
        const before = await sumsOf(changing)
        const target = await engines.makeBook(to)
        let written: Promise<number> | undefined
        await copyRows(changing, target, () => {
          written ??= change(changing, 'delete from uploads')
        })
        await written
        assert.deepEqual(await sumsOf(target), before)
        assert.notDeepEqual(await sumsOf(changing), before)
      })

      it('does not say that it is there when something else wrote into it', async () => {
        const target = await engines.makeBook(to)
        let isWritten = false
        const spoil = copyRows(source, target, ({ table }) => {
          if (table !== 'changes' || isWritten) return
          isWritten = true
          void change(target, 'delete from accounts')
        })
        await assert.rejects(spoil, /the rows that arrived are not those that were sent, in accounts \(0 rows of \d+\)/)
        await assert.rejects(useBook(target), /it is not all there/)
        await copyRows(source, target, quiet)
        assert.deepEqual(await sumsOf(target), sums)
      })
    })
  }

  it('refuses a target that holds a book, or begins to hold another one', async () => {
    const [one, other, target] = [
      await engines.makeBook('SQLite'),
      await engines.makeBook('SQLite'),
      await engines.makeBook('PostgreSQL'),
    ]
    await fillBook(one)
    await fillBook(other, 'another key')
    await assert.rejects(copyRows(one, other, quiet), /it holds a book already \(there are rows in accounts\)/)
    await assert.rejects(
      copyRows(one, target, ({ table }) => assert.notEqual(table, 'lists')),
      /lists/,
    )
    await assert.rejects(copyRows(other, target, quiet), /it holds the unfinished copy of another book/)
    await assert.rejects(copyRows(target, other, quiet), /it is not all there/)
    await assert.rejects(backUp(target, join(engines.folder, 'none.backup')), /it is not all there/)
    await assert.rejects(stat(join(engines.folder, 'none.backup')), /ENOENT/)
  })

  it('fills a database from one process at a time', async () => {
    const [source, target] = [await engines.makeBook('SQLite'), await engines.makeBook('PostgreSQL')]
    await fillBook(source)
    const second = await engines.openAgain()
    await target.leads('fill the book')
    await assert.rejects(copyRows(source, second, quiet), /another process copies or restores into it now/)
  })

  it('refuses a text that the target cannot hold', async () => {
    const [source, target] = [await engines.makeBook('SQLite'), await engines.makeBook('PostgreSQL')]
    await change(source, 'insert into networks (cidr, checksum) values ($1, 0)', ['a\0b'])
    await assert.rejects(copyRows(source, target, quiet), /U\+0000/)
  })

  it('reads rows in batches that fit into memory', async () => {
    const engine = await engines.makeBook('SQLite')
    const bytes = randomBytes(1024 ** 2)
    for (let id = 0; id < 20; id++) await change(engine, 'insert into chunks values (1, $1, $2, 0)', [`c${id}`, bytes])
    await change(engine, 'insert into chunks values (1, $1, $2, 0)', ['long', randomBytes(9 * 1024 ** 2)])
    const chunks = (await engine.tables(engine.reader)).find(({ name }) => name === 'chunks') as Table
    const sizes: number[] = []
    for await (const batch of batchesOf(engine.reader, chunks)) sizes.push(Math.floor(batch.bytes / 1024 ** 2))
    assert.deepEqual(sizes, [3, 3, 3, 3, 3, 3, 2, 9])
  })
})
