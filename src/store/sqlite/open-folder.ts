import { accessSync, constants } from 'node:fs'
import { join } from 'node:path'
import { unavailable } from '../../core/errors.ts'
import type { Engine } from '../engine/engine.ts'
import { isBehind, migrationsFor } from '../engine/migrations.ts'
import { beginBook } from './begin-book.ts'
import { tryWriting } from './disk-watch.ts'
import { giveEdition } from './edition.ts'
import { diskReasonOf, explainDamage } from './errors.ts'
import { hasBook } from './lost-book.ts'
import { migrateSqlite, sqliteVersionOf } from './migrate.ts'
import { openSqlite, openSqliteForReading } from './open-sqlite.ts'
import { openUntilWritable, type Ways } from './open-until-writable.ts'
import { keepPrivate } from './private-file.ts'
import { withMark } from './with-mark.ts'

/** How the book in a folder is opened. */
export interface FolderOptions {
  /** The version to which the book is brought; absent for that of this program. */
  readonly upTo?: number | undefined
  /**
   * Takes the folder for a server, before anything is written there; absent for a command.
   *
   * @throws Error when another server has it, or when the disk takes no writes.
   */
  readonly claim?: (() => void) | undefined
}

/**
 * Opens the book in a folder, and makes both where they are not there. Where its disk takes no writes a book is opened for
 * reading, until it does.
 *
 * @throws Error also for a book that must be brought to another version first, on a disk that takes no writes.
 */
export async function openFolder(folder: string, { upTo, claim }: FolderOptions): Promise<Engine> {
  const file = join(folder, 'book.db')
  const check = (): void => {
    mustTakeWrites(folder, file)
    claim?.()
  }
  const bring = (): void => {
    keepPrivate(file)
    migrateSqlite(file, upTo)
  }
  const write = (): Engine => {
    if (hasBook(folder)) {
      check()
      bring()
    } else {
      // The files of the lock without a book mean that one is lost: a new book comes before them.
      beginBook(folder, bring)
      claim?.()
    }
    if (claim) giveEdition(file)
    return openSqlite(file)
  }
  const read = (reason: string): Engine => {
    refuseOlder(file, reason, upTo)
    return openSqliteForReading(file, reason)
  }
  const engine = openOrRead(folder, file, { check, write, read })
  // A server says from its start whether it takes writes. What this write finds is kept by the engine.
  if (claim) await engine.transaction(tryWriting).catch(() => undefined)
  // A book of another version may have no changes yet: it is moved, and nobody serves it.
  return upTo === undefined ? withMark(engine, folder, claim !== undefined) : engine
}

function openOrRead(
  folder: string,
  file: string,
  { check, write, read }: Omit<Ways, 'read'> & { read(reason: string): Engine },
): Engine {
  try {
    return write()
  } catch (error) {
    const reason = diskReasonOf(error)
    if (reason === undefined || !hasBook(folder)) throw explainDamage(error)
    return openUntilWritable(file, { check, write, read: () => read(reason) })
  }
}

/** @throws Error of the system for a folder on a disk that is mounted for reading only */
function mustTakeWrites(...paths: readonly string[]): void {
  for (const path of paths) accessSync(path, constants.W_OK)
}

function refuseOlder(file: string, reason: string, upTo: number | undefined): void {
  const version = sqliteVersionOf(file)
  const migrations = migrationsFor('sqlite', upTo)
  if (!isBehind(file, version, migrations)) return
  throw unavailable(
    `the book has version ${version} and must be brought to ${migrations.at(-1)?.number} first, but ${reason}. ` +
      'Make room or have the disk take writes, then start again; nothing was changed',
    undefined,
  )
}
