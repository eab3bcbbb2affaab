import { statSync } from 'node:fs'
import type { Settings } from '../config/config.ts'
import { postgresUrl } from '../config/setting-types.ts'
import { type Damage, describeDamage } from '../core/damage/damage.ts'
import { fingerprintOf, keepKeyPrivate, keyFileIn, readKey, writeKey } from '../secrets/key-file.ts'
import type { Engine } from '../store/engine/engine.ts'
import { readFact } from '../store/engine/facts.ts'
import { readBackupFile } from '../store/move/backup-file.ts'
import { copyRows } from '../store/move/copy-rows.ts'
import type { Report } from '../store/move/fill-book.ts'
import { readBackup, readHead } from '../store/move/read-backup.ts'
import type { TableSum } from '../store/move/table-sum.ts'
import { writeBackup } from '../store/move/write-backup.ts'
import { type BookPlace, nameOf, openEngine, versionAt } from '../store/open-engine.ts'
import { refuseLostWrites } from '../store/sqlite/lost-book.ts'
import { lockServer } from '../store/sqlite/server-lock.ts'
import { StartError } from './start-error.ts'

export type { Progress, Report } from '../store/move/fill-book.ts'
export type { TableSum } from '../store/move/table-sum.ts'

/**
 * A move that is done. `keyFile` is the file that a server of the book needs beside it; null where nobody here has it.
 */
export interface Moved {
  readonly from: string
  readonly to: string
  readonly tables: readonly TableSum[]
  readonly keyFile: string | null
  /** The damage that was left out, by a backup that may leave it out. */
  readonly leftOut?: readonly Damage[]
}

/** The process that moves a book, and the function that hears how far it has come. */
export interface Mover {
  readonly pid: number
  readonly report: Report
  /** Hears what the operator must know of the key, and of damage. */
  warn(warning: string): void
}

/** The first version of a book that knows which key it was sealed with, and whether a move into it has finished. */
const firstMovable = 4

/** Milliseconds for a statement of a move. It may take longer than one of a request: counting ten million rows. */
const statementTimeout = 600_000

/**
 * The place of a book as people name it: the address of a database, or a folder.
 *
 * @throws StartError for an address that is not PostgreSQL's.
 */
export function placeNamed(name: string, settings: Settings): BookPlace {
  // `Postgres://` and `mysql://` count as addresses too: nobody wants such a folder, and its name might hold a
  // password.
  if (!/^[a-z][a-z0-9+.-]+:\/\//i.test(name)) return { folder: name }
  const url = postgresUrl.read(name)
  if (!url) throw new StartError('this is no place for a book', new Error(`it must be a folder or ${postgresUrl.rule}`))
  return {
    postgres: {
      url,
      connections: 2,
      queue: 10,
      connectTimeout: settings['database.connectTimeout'] * 1000,
      statementTimeout,
      lockTimeout: settings['database.lockTimeout'] * 1000,
    },
  }
}

/** The place of the book that the settings name. */
function ownPlace(settings: Settings): BookPlace {
  return placeNamed(settings['database.url'] || settings.data, settings)
}

/**
 * Copies a book to an empty place, and its key with it where that place is a folder.
 *
 * @throws StartError
 */
export async function copyBook(settings: Settings, from: string, to: string, mover: Mover): Promise<Moved> {
  const [source, target] = [placeNamed(from, settings), placeNamed(to, settings)]
  const what = `cannot copy the book in ${nameOf(source)} to ${nameOf(target)}`
  return explained(what, () =>
    withSource(source, async (sourceEngine, version) => {
      const keyDir = 'folder' in source ? source.folder : settings.data
      const key = await keyOf(sourceEngine, keyDir)
      const remedy = `put secret.key of the book into ${keyDir}, or name its folder by --data`
      const bringIt = 'folder' in target ? keyBringer(target.folder, key, remedy) : undefined
      const tables = await withTarget(target, mover, version, (engine) =>
        copyRows(sourceEngine, engine, mover.report, bringIt),
      )
      secure(keyDir, mover)
      if ('folder' in target) secure(target.folder, mover)
      const keyFile = 'folder' in target ? keyFileIn(target.folder) : key.bytes ? keyFileIn(keyDir) : null
      return { from: nameOf(source), to: nameOf(target), tables, keyFile }
    }),
  )
}

/** The wishes for a backup. */
export interface BackupWishes {
  readonly withKey: boolean
  /** Whether a file that is there already is replaced. */
  readonly force: boolean
  /** Whether damaged rows are left out. Else they are refused. */
  readonly skipDamaged: boolean
}

/**
 * Writes the book into a file.
 *
 * @throws StartError
 */
export async function backUpBook(settings: Settings, file: string, wishes: BackupWishes, mover: Mover): Promise<Moved> {
  const source = ownPlace(settings)
  return explained(`cannot back up the book in ${nameOf(source)} to ${file}`, () => {
    const there = statSync(file, { throwIfNoEntry: false })
    if (there && !there.isFile()) throw new Error('it is there already and no file: name a file')
    if (there && !wishes.force) throw new Error('the file is there already: name another one, or give --force')
    return withSource(source, async (engine, schema) => {
      const key = await keyOf(engine, settings.data)
      if (wishes.withKey && !key.bytes)
        throw new Error(`--with-key needs the key of the book: ${missingKey(settings.data)}`)
      const leftOut: Damage[] = []
      const options = {
        schema,
        madeAt: Date.now(),
        key: wishes.withKey ? key.bytes?.toString('hex') : undefined,
        report: mover.report,
        ...(wishes.skipDamaged && { onLeftOut: (damage: Damage) => leftOut.push(damage) }),
      }
      const tables = await writeBackup(engine, file, options)
      secure(settings.data, mover)
      for (const damage of leftOut) mover.warn(`left out: ${describeDamage(damage)}`)
      const keyFile = key.bytes ? keyFileIn(settings.data) : null
      return { from: nameOf(source), to: file, tables, keyFile, leftOut }
    })
  })
}

/**
 * Fills an empty book from a backup. Every byte of the backup is checked before the first row is written.
 *
 * @throws StartError
 */
export async function restoreBook(settings: Settings, file: string, mover: Mover): Promise<Moved> {
  const target = ownPlace(settings)
  return explained(`cannot restore ${file} to ${nameOf(target)}`, async () => {
    const records = readBackupFile(file)
    try {
      const head = await readHead(records)
      const bytes = head.key === undefined ? readKey(settings.data) : Buffer.from(head.key, 'hex')
      const key = { fingerprint: head.keyFingerprint, bytes: bytes && matching(bytes, head.keyFingerprint) }
      const remedy = `put secret.key of that book into ${settings.data} first: it is not in this backup`
      const bringIt = keyBringer(settings.data, key, remedy)
      const tables = await withTarget(target, mover, head.schema, (engine) =>
        readBackup(engine, head, records, mover.report, bringIt),
      )
      secure(settings.data, mover)
      return { from: file, to: nameOf(target), tables, keyFile: keyFileIn(settings.data) }
    } finally {
      await records.return(undefined)
    }
  })
}

function secure(dataDir: string, mover: Mover): void {
  const warning = keepKeyPrivate(dataDir)
  if (warning !== undefined) mover.warn(warning)
}

interface BookKey {
  readonly fingerprint: string
  /** The key itself; undefined where it is not here. */
  readonly bytes: Buffer | undefined
}

async function keyOf(source: Engine, dataDir: string): Promise<BookKey> {
  const here = readKey(dataDir)
  const fingerprint = (await readFact(source.reader, 'key')) ?? (here ? fingerprintOf(here) : '')
  return { fingerprint, bytes: here && matching(here, fingerprint) }
}

function matching(key: Buffer, fingerprint: string): Buffer | undefined {
  return fingerprintOf(key) === fingerprint ? key : undefined
}

const missingKey = (dataDir: string) => `${keyFileIn(dataDir)} is not there, or is that of another book`

/**
 * Makes the function that puts the key of a book into the data directory to which the book comes.
 *
 * @throws Error when there is another key, or when the key is not here.
 */
function keyBringer(dataDir: string, { fingerprint, bytes }: BookKey, remedy: string): () => void {
  const there = readKey(dataDir)
  if (there && fingerprintOf(there) === fingerprint) return () => undefined
  if (there)
    throw new Error(`${keyFileIn(dataDir)} is the key of another book: take another folder, or remove that book first`)
  if (!bytes) throw new Error(`the key that its secrets are sealed with is not here: ${remedy}`)
  return () => writeKey(dataDir, bytes)
}

/** Opens a book without bringing it to the newest version: a backup before an update must bring back the older one. */
async function withSource<T>(place: BookPlace, use: (engine: Engine, version: number) => Promise<T>): Promise<T> {
  const version = await versionAt(place)
  if (version === undefined) throw new Error(`there is no book in ${nameOf(place)}`)
  if (version < firstMovable) {
    throw new Error(
      `it has version ${version}, and only those from ${firstMovable} on can be moved: copy its folder while nothing runs, then start this dialbook on it once`,
    )
  }
  return closing(await openEngine(place, { upTo: version }), (engine) => use(engine, version))
}

/**
 * Opens the place to fill, as a book of the wanted version. A folder is locked meanwhile, so that no server opens it.
 */
async function withTarget<T>(
  place: BookPlace,
  { pid }: Mover,
  version: number | undefined,
  use: (engine: Engine) => Promise<T>,
): Promise<T> {
  if ('postgres' in place) return closing(await openEngine(place, { upTo: version }), use)
  refuseLostWrites(place.folder)
  const lock = lockServer(place.folder, pid)
  try {
    return await closing(await openEngine(place, { upTo: version }), use)
  } finally {
    lock.release()
  }
}

async function closing<T>(engine: Engine, use: (engine: Engine) => Promise<T>): Promise<T> {
  try {
    return await use(engine)
  } finally {
    await engine.close()
  }
}

async function explained<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw new StartError(what, error)
  }
}
