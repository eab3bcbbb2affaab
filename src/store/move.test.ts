import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { copyFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { type PostgresServer, postgresIsMissing, startPostgres } from '../../test/postgres-server.ts'
import { makeIds } from '../secrets/ids.ts'
import { backUpBook } from './back-up-book.ts'
import { readBackupFile, writeBackupFile } from './backup-file.ts'
import type { BackupRecord } from './backup-records.ts'
import { copyBook } from './copy-book.ts'
import type { Engine, Value } from './engine.ts'
import { newestVersion } from './migrations.ts'
import { type BookPlace, openEngine } from './open-engine.ts'
import { openStore } from './open-store.ts'
import { readHead, restoreBook } from './restore-book.ts'
import { encodeRow } from './row-bytes.ts'
import type { Table } from './table.ts'
import { batchesOf } from './table-rows.ts'
import { Summing, type TableSum } from './table-sum.ts'

const clock = { now: () => 1_000 }
const quiet = () => undefined
const rowsOfTable = 12
const integers = [0, -1, Number.MAX_SAFE_INTEGER, -(2 ** 40) - 5, 2 ** 32]
const texts = ['', 'a\tb\n"\\N\\', 'شماره 😀', "'; drop table accounts; --", 'null']

/** Values of the kind of each column, another in each row; a key is the number of the row, which also checks allow. */
function rowOf({ columns, key }: Table, number: number, isSparse: boolean): Value[] {
  return columns.map(({ name, kind }) => {
    if (key.includes(name) || /_id$|^(number|username|token_hash)$/.test(name)) {
      return kind === 'integer' ? number : `${name} ${number}`
    }
    if (isSparse) return null
    if (kind === 'integer') return integers[number % integers.length] as number
    return kind === 'text'
      ? `${texts[number % texts.length]}${name === 'name' ? number : ''}`
      : randomBytes((number - 1) * 1000)
  })
}

/** Fills every table that there is, so that one which a migration adds is filled too. */
async function fillBook(engine: Engine, key = 'test'): Promise<void> {
  const tables = await engine.tables(engine.reader)
  assert.ok(tables.length > 15)
  for (const table of tables) {
    let written = 0
    for (let number = 1; number <= rowsOfTable; number++) {
      const values = rowOf(table, number, number % 3 === 0)
      const batch = { rows: [values], encoded: [encodeRow(table, values)] }
      // Where a column takes no null, or a check forbids more rows, this one is left out.
      await engine.transaction((session) => session.insertRows(table, batch)).then(() => written++, quiet)
    }
    assert.ok(written > 0, `no row fits into ${table.name}`)
  }
  await engine.transaction((session) => session.run("insert into facts (name, value) values ('key', $1)", [key]))
}

async function sumsOf(engine: Engine): Promise<TableSum[]> {
  const sums: TableSum[] = []
  for (const table of await engine.tables(engine.reader)) {
    const summing = new Summing()
    for await (const { encoded } of batchesOf(engine.reader, table)) summing.add(encoded)
    sums.push(summing.of(table.name))
  }
  return sums
}

describe('moving a book', { skip: postgresIsMissing }, () => {
  let server: PostgresServer
  let folder: string
  const open: Engine[] = []
  before(async () => {
    server = await startPostgres()
    folder = await mkdtemp(join(tmpdir(), 'dialbook-move-'))
  })
  after(async () => {
    for (const engine of open) await engine.close()
    await server.stop()
    await rm(folder, { recursive: true })
  })

  let folders = 0
  const placeIn: Readonly<Record<string, () => Promise<BookPlace>>> = {
    SQLite: async () => ({ folder: join(folder, String(++folders)) }),
    PostgreSQL: async () => ({
      postgres: {
        url: await server.makeDatabase(),
        connections: 3,
        queue: 10,
        connectTimeout: 5000,
        statementTimeout: 30_000,
        lockTimeout: 10_000,
      },
    }),
  }
  const openBook = async (place: BookPlace): Promise<Engine> => {
    const engine = await openEngine(place)
    open.push(engine)
    return engine
  }
  const makeBook = async (engine: string): Promise<{ place: BookPlace; engine: Engine }> => {
    const place = await (placeIn[engine] as () => Promise<BookPlace>)()
    return { place, engine: await openBook(place) }
  }
  const openAsServer = (place: BookPlace) =>
    openStore({ place, keyFingerprint: 'test', ids: makeIds(clock), clock }).then((store) => store.close())
  const change = (engine: Engine, sql: string, values: Value[] = []) =>
    engine.transaction((session) => session.run(sql, values))
  const backUp = (engine: Engine, file: string) => backUpBook(engine, file, { madeAt: 1, report: quiet })
  const restore = async (engine: Engine, file: string) => {
    const records = readBackupFile(file)
    return restoreBook(engine, await readHead(records), records, quiet)
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
        source = (await makeBook(from)).engine
        await fillBook(source)
        sums = await sumsOf(source)
      })

      it('copies every row of every table, and back', async () => {
        const target = await makeBook(to)
        assert.deepEqual(await copyBook(source, target.engine, quiet), sums)
        assert.deepEqual(await sumsOf(target.engine), sums)
        const back = await makeBook(from)
        await copyBook(target.engine, back.engine, quiet)
        assert.deepEqual(await sumsOf(back.engine), sums)
        await openAsServer(target.place)
      })

      it('backs up and restores every row of every table', async () => {
        const file = join(folder, `${from}-${to}.backup`)
        assert.deepEqual(await backUp(source, file), sums)
        assert.equal((await stat(file)).mode & 0o777, 0o600)
        const target = await makeBook(to)
        await restore(target.engine, file)
        assert.deepEqual(await sumsOf(target.engine), sums)
        await openAsServer(target.place)
        await assert.rejects(
          restore(target.engine, file),
          /it holds a book already \(there are rows in \w+\): take an empty/,
        )
      })

      it('goes on with numbers behind the last that was ever given', async () => {
        const { engine: numbered } = await makeBook(from)
        const insert = (engine: Engine) =>
          engine.transaction(async (session) => {
            const made = await session.one(
              `insert into credentials (account_id, dialect, scheme, permissions, reveals_secrets, enabled, created_at)
               values (1, 'd', 's', '[]', 0, 1, 1) returning id`,
              [],
            )
            return made?.id
          })
        await insert(numbered)
        await insert(numbered)
        await change(numbered, 'delete from credentials where id = 2')
        const target = await makeBook(to)
        await copyBook(numbered, target.engine, quiet)
        assert.equal(await insert(target.engine), 3)
        await backUp(numbered, join(folder, 'numbered.backup'))
        const restored = await makeBook(to)
        await restore(restored.engine, join(folder, 'numbered.backup'))
        assert.equal(await insert(restored.engine), 3)
      })

      it('goes on with a copy that did not finish, from a source that has changed, and lets nobody open it before', async () => {
        const { engine: changing } = await makeBook(from)
        await fillBook(changing)
        const target = await makeBook(to)
        const filled = new Set<string>()
        const stopAt = (phase: string, table: string) =>
          copyBook(changing, target.engine, (progress) => {
            filled.add(progress.table)
            if (progress.phase === phase && progress.table === table) throw new Error('stopped')
          })
        await assert.rejects(stopAt('copying', 'lists'), /stopped/)
        assert.ok(filled.has('contacts') && !filled.has('networks'))
        await assert.rejects(openAsServer(target.place), /it is not all there: a dialbook copy or restore/)
        // Names that must be unique change hands, rows go and come at both ends.
        await change(changing, "update accounts set name = 'free' where id = 1")
        await change(changing, "update accounts set name = 'taken' where id = 2")
        await change(changing, 'delete from accounts where id = 12')
        await change(changing, "insert into accounts (id, name, enabled, created_at) values (1000, 'new', 1, 1)")
        await change(changing, 'delete from contacts where account_id < 5')
        await assert.rejects(stopAt('verifying', 'lists'), /stopped/)
        await assert.rejects(openAsServer(target.place), /it is not all there/)
        await copyBook(changing, target.engine, quiet)
        assert.deepEqual(await sumsOf(target.engine), await sumsOf(changing))
        await openAsServer(target.place)
      })

      it('copies the moment at which it began', async () => {
        const { engine: changing } = await makeBook(from)
        await fillBook(changing)
        const before = await sumsOf(changing)
        const target = await makeBook(to)
        let written: Promise<number> | undefined
        await copyBook(changing, target.engine, () => {
          written ??= change(changing, 'delete from uploads')
        })
        await written
        assert.deepEqual(await sumsOf(target.engine), before)
        assert.notDeepEqual(await sumsOf(changing), before)
      })

      it('does not say that it is there when something else wrote into it', async () => {
        const target = await makeBook(to)
        let isWritten = false
        const spoil = copyBook(source, target.engine, ({ table }) => {
          if (table !== 'changes' || isWritten) return
          isWritten = true
          void change(target.engine, 'delete from accounts')
        })
        await assert.rejects(spoil, /what arrived is not what was sent, in accounts \(0 rows of \d+\)/)
        await assert.rejects(openAsServer(target.place), /it is not all there/)
        await copyBook(source, target.engine, quiet)
        assert.deepEqual(await sumsOf(target.engine), sums)
      })
    })
  }

  it('refuses a target that holds a book, or begins to hold another one', async () => {
    const [one, other, target] = [await makeBook('SQLite'), await makeBook('SQLite'), await makeBook('PostgreSQL')]
    await fillBook(one.engine)
    await fillBook(other.engine, 'another key')
    await assert.rejects(
      copyBook(one.engine, other.engine, quiet),
      /it holds a book already \(there are rows in accounts\)/,
    )
    await assert.rejects(
      copyBook(one.engine, target.engine, ({ table }) => assert.notEqual(table, 'lists')),
      /lists/,
    )
    await assert.rejects(copyBook(other.engine, target.engine, quiet), /it holds the unfinished copy of another book/)
    await assert.rejects(copyBook(target.engine, other.engine, quiet), /it is not all there/)
    await assert.rejects(backUp(target.engine, join(folder, 'none.backup')), /it is not all there/)
    await assert.rejects(stat(join(folder, 'none.backup')), /ENOENT/)
  })

  it('fills a database from one process at a time', async () => {
    const [source, target] = [await makeBook('SQLite'), await makeBook('PostgreSQL')]
    await fillBook(source.engine)
    const second = await openBook(target.place)
    await target.engine.leads('fill the book')
    await assert.rejects(copyBook(source.engine, second, quiet), /another process copies or restores into it now/)
  })

  it('refuses a text that the target cannot hold', async () => {
    const [source, target] = [await makeBook('SQLite'), await makeBook('PostgreSQL')]
    await change(source.engine, 'insert into networks (cidr) values ($1)', ['a\0b'])
    await assert.rejects(copyBook(source.engine, target.engine, quiet), /U\+0000/)
  })

  it('reads rows in batches that fit into memory', async () => {
    const { engine } = await makeBook('SQLite')
    const bytes = randomBytes(1024 ** 2)
    for (let id = 0; id < 20; id++) await change(engine, 'insert into chunks values (1, $1, $2)', [`c${id}`, bytes])
    await change(engine, 'insert into chunks values (1, $1, $2)', ['long', randomBytes(9 * 1024 ** 2)])
    const chunks = (await engine.tables(engine.reader)).find(({ name }) => name === 'chunks') as Table
    const sizes: number[] = []
    for await (const batch of batchesOf(engine.reader, chunks)) sizes.push(Math.floor(batch.bytes / 1024 ** 2))
    assert.deepEqual(sizes, [3, 3, 3, 3, 3, 3, 2, 9])
  })

  describe('a backup', () => {
    let file: string
    let bytes: Buffer
    before(async () => {
      file = join(folder, 'whole.backup')
      const { engine } = await makeBook('SQLite')
      await fillBook(engine)
      await backUp(engine, file)
      bytes = await readFile(file)
    })

    const refused = async (damaged: Buffer, why: RegExp) => {
      const path = join(folder, 'damaged.backup')
      await writeFile(path, damaged)
      const { engine, place } = await makeBook('SQLite')
      await assert.rejects(restore(engine, path), why)
      await openAsServer(place)
    }
    const flipped = (at: number) => {
      const damaged = Buffer.from(bytes)
      damaged[at] = (damaged[at] as number) ^ 1
      return damaged
    }

    it('is refused when a byte of it was altered, anywhere', async () => {
      await refused(flipped(0), /not a backup that dialbook made/)
      await refused(flipped(16), /it has format 0, this dialbook knows format 1/)
      await refused(flipped(17), /its first line was altered/)
      for (const at of [18, 19, 25, 200, bytes.length >> 1, bytes.length - 79])
        await refused(flipped(at), /altered or damaged/)
      await refused(flipped(bytes.length - 78), /its last line is not there/)
      await refused(flipped(bytes.length - 2), /its last line is not there|altered or damaged/)
      await refused(flipped(bytes.length - 1), /its last line is not there/)
    })

    it('is refused when it was cut off, lengthened, or is something else', async () => {
      for (const length of [20, 96, 97, bytes.length >> 1, bytes.length - 1]) {
        await refused(bytes.subarray(0, length), /cut off or damaged/)
      }
      await refused(Buffer.concat([bytes, Buffer.from('\n')]), /cut off or damaged/)
      await refused(Buffer.alloc(0), /not a backup that dialbook made/)
      await refused(randomBytes(1000), /not a backup that dialbook made/)
    })

    const rewritten = async (edit: (record: BackupRecord) => BackupRecord[]): Promise<Buffer> => {
      const path = join(folder, 'rewritten.backup')
      await writeBackupFile(
        path,
        (async function* () {
          for await (const record of readBackupFile(file)) yield* edit(record)
        })(),
      )
      return readFile(path)
    }

    it('is refused when its book is of a newer version, or has other tables', async () => {
      const newer = await rewritten((record) =>
        record.kind === 'head' ? [{ ...record, head: { ...record.head, schema: newestVersion() + 1 } }] : [record],
      )
      await refused(newer, /the book in it has version \d+, this dialbook knows versions up to \d+/)
      const foreign = await rewritten((record) =>
        record.kind === 'head'
          ? [
              {
                ...record,
                head: {
                  ...record.head,
                  tables: record.head.tables.map((each) => ({ ...each, name: `x_${each.name}` })),
                },
              },
            ]
          : [record],
      )
      await refused(foreign, /the table x_accounts in the backup has another shape than here/)
    })

    it('leaves nothing in service when what it holds is not what it says, and can be tried again with a good one', async () => {
      const path = join(folder, 'lacking.backup')
      await writeFile(path, await rewritten((record) => (record.kind === 'rows' ? [] : [record])))
      const { engine, place } = await makeBook('SQLite')
      await assert.rejects(restore(engine, path), /what arrived is not what was sent/)
      await assert.rejects(openAsServer(place), /it is not all there/)
      await restore(engine, file)
      await openAsServer(place)
    })

    it('is not seen before all of it is on disk, and leaves the older one when it fails', async () => {
      const path = join(folder, 'kept.backup')
      await copyFile(file, path)
      const failing = writeBackupFile(
        path,
        (async function* () {
          yield { kind: 'table', name: 'x' } as const
          throw new Error('the source is gone')
        })(),
      )
      await assert.rejects(failing, /the source is gone/)
      assert.deepEqual(await readFile(path), bytes)
      await assert.rejects(stat(`${path}.tmp`), /ENOENT/)
    })
  })
})
