import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { type BothEngines, startBothEngines } from '../../../test/both-engines.ts'
import { fillBook, sumsOf } from '../../../test/full-book.ts'
import { postgresIsMissing } from '../../../test/postgres-server.ts'
import type { Engine } from '../engine/engine.ts'
import { newestVersion } from '../engine/migrations.ts'
import { readBackupFile, writeBackupFile } from './backup-file.ts'
import type { BackupRecord } from './backup-records.ts'
import { readBackup, readHead } from './read-backup.ts'
import { refuseUnfinished } from './unfinished.ts'
import { writeBackup } from './write-backup.ts'

const quiet = () => undefined
/** The oldest version that can be backed up. An older book is brought up to date first. */
const firstWithFacts = 4

describe('a backup', { skip: postgresIsMissing }, () => {
  let engines: BothEngines
  before(async () => {
    engines = await startBothEngines()
  })
  after(() => engines.stop())

  /** Checks a book as every store does before it opens one. */
  const useBook = (engine: Engine) => refuseUnfinished(engine.reader)
  const backUp = (engine: Engine, file: string, schema = newestVersion()) =>
    writeBackup(engine, file, { schema, madeAt: 1, report: quiet })
  const restore = async (engine: Engine, file: string) => {
    const records = readBackupFile(file)
    return readBackup(engine, await readHead(records), records, quiet)
  }

  let file: string
  let bytes: Buffer
  before(async () => {
    file = join(engines.folder, 'whole.backup')
    const engine = await engines.makeBook('SQLite')
    await fillBook(engine)
    await backUp(engine, file)
    bytes = await readFile(file)
  })

  const refused = async (damaged: Buffer, why: RegExp) => {
    const path = join(engines.folder, 'damaged.backup')
    await writeFile(path, damaged)
    const engine = await engines.makeBook('SQLite')
    await assert.rejects(restore(engine, path), why)
    await useBook(engine)
  }
  /** The other files in the folder of a file whose names begin with its name. */
  const besides = async (path: string) =>
    (await readdir(dirname(path))).filter((name) => name !== basename(path) && name.startsWith(basename(path)))
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
    const path = join(engines.folder, 'rewritten.backup')
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

  it('of an older version is restored as that version, which opening it brings up to date', async () => {
    for (let version = firstWithFacts; version <= newestVersion(); version++) {
      const older = await engines.makeBook('SQLite', version)
      await fillBook(older)
      const path = join(engines.folder, `version-${version}.backup`)
      await backUp(older, path, version)
      const target = await engines.makeBook('PostgreSQL', version)
      await restore(target, path)
      assert.deepEqual(await sumsOf(target), await sumsOf(older))
    }
  })

  it('leaves nothing in service when what it holds is not what it says, and can be tried again with a good one', async () => {
    const path = join(engines.folder, 'lacking.backup')
    await writeFile(path, await rewritten((record) => (record.kind === 'rows' ? [] : [record])))
    const engine = await engines.makeBook('SQLite')
    await assert.rejects(restore(engine, path), /the rows that arrived are not those that were sent/)
    await assert.rejects(useBook(engine), /it is not all there/)
    await restore(engine, file)
    await useBook(engine)
  })

  it('is not seen before all of it is on disk, and leaves the older one when it fails', async () => {
    const path = join(engines.folder, 'kept.backup')
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
    assert.deepEqual(await besides(path), [])
  })
})
