import { statSync } from 'node:fs'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { crc32 } from 'node:zlib'
import type { Engine } from '../engine/engine.ts'
import { checkPages } from './check-pages.ts'
import { errorOfStatement } from './errors.ts'
import { GroupCommit } from './group-commit.ts'
import { sessionOn } from './session.ts'
import { continueAfter, lastNumber, tables } from './tables.ts'

/** The longest that a statement waits for another process, as the command line, to finish its write. */
const busyTimeout = 5000

/**
 * Opens the database file. Writes, single reads and snapshots have a connection each, so that no read sees half a
 * write, and no single read sees an older snapshot.
 */
export function openSqlite(file: string): Engine {
  const writer = connect(file)
  const reader = connectReader(file)
  const snapshots = connectReader(file)
  const commits = new GroupCommit(writer, sessionOn(writer))
  const snapshotSession = sessionOn(snapshots)
  const begin = snapshots.prepare('begin')
  const commit = snapshots.prepare('commit')
  let openSnapshots = 0
  // On the writing connection the data version changes when another process commits, and never by our own commits.
  const dataVersion = writer.prepare('pragma data_version')
  dataVersion.setReturnArrays(true)
  return {
    reader: sessionOn(reader),
    like: (column, parameter, text) =>
      needsFolding(text)
        ? `fold(${column}) like fold(${parameter}) escape '\\'`
        : `${column} like ${parameter} escape '\\'`,
    contains: (column, parameter) => `instr(${column}, ${parameter}) > 0`,
    // SQLite hands out bytes as they lie in its memory, so that sending them costs nothing.
    mayInclude: () => 'true',
    hasBit: undefined,
    foreignMark: () => String(dataVersion.get()),
    // Every commit moves the mark of all other processes.
    announceAccess: async () => undefined,
    // A PBX that may read the file may read all of it.
    admitPbx: async () => undefined,
    // One server at a time has a book on SQLite (`server-lock.ts`).
    leads: async () => true,
    // Snapshots that overlap share one transaction, and so the state that the first of them saw. None outlives the turn
    // of the event loop in which it began, because `work` awaits nothing but statements, and these are synchronous
    // underneath. The snapshot of a copy or a backup does, but that has the process to itself.
    async snapshot(work) {
      if (openSnapshots === 0) reading(begin)
      openSnapshots++
      try {
        return await work(snapshotSession)
      } finally {
        if (--openSnapshots === 0) reading(commit)
      }
    },
    transaction: (work) => commits.run(work),
    tables,
    lastNumber,
    continueAfter,
    refreshStatistics: async () => undefined,
    damagedPages: (signal) => checkPages(file, signal),
    async schemaSum() {
      const described = snapshots.prepare(
        "select type, name, tbl_name, sql from sqlite_schema where name not like 'sqlite_stat%'",
      )
      return crc32(JSON.stringify(described.all()))
    },
    pageChecksums: async () => null,
    async size() {
      return sizeOf(file) + sizeOf(`${file}-wal`)
    },
    async close() {
      await commits.idle()
      reader.close()
      snapshots.close()
      writer.close()
    },
  }
}

/**
 * Opens a connection as the book needs it: with readers beside a writer, and with every commit on disk before it is
 * answered.
 */
function connect(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: busyTimeout })
  database.exec('pragma journal_mode = wal; pragma synchronous = full')
  // A checkpoint of 1,000 pages (4 MB) takes a few milliseconds, in which nobody is answered.
  database.exec('pragma wal_autocheckpoint = 1000')
  database.exec('pragma cache_size = -16000; pragma temp_store = memory; pragma cell_size_check = on')
  return database
}

function connectReader(file: string): DatabaseSync {
  const database = connect(file)
  database.exec('pragma query_only = on')
  database.function('fold', { deterministic: true }, (text) => String(text).toLowerCase())
  return database
}

/**
 * Whether the case of a text must be folded by our own function, which is slower: SQLite folds only the letters of
 * ASCII.
 */
function needsFolding(text: string): boolean {
  return /[^\0-\x7f]/.test(text) && text.toLowerCase() !== text.toUpperCase()
}

/** Begins or ends a snapshot. */
function reading(statement: StatementSync): void {
  try {
    statement.run()
  } catch (error) {
    throw errorOfStatement(error)
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}
