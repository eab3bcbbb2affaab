import { statSync } from 'node:fs'
import { backup, DatabaseSync, type StatementSync } from 'node:sqlite'
import { crc32 } from 'node:zlib'
import { unavailable } from '../../core/errors.ts'
import type { Engine } from '../engine/engine.ts'
import { checkPages } from './check-pages.ts'
import { DiskWatch } from './disk-watch.ts'
import { errorOfStatement, isBusy } from './errors.ts'
import { GroupCommit } from './group-commit.ts'
import { openForReading } from './read-untouched.ts'
import { SearchThreads } from './search-threads.ts'
import { ServingTurns } from './serving-turns.ts'
import { sessionOn } from './session.ts'
import { continueAfter, lastNumber, tables } from './tables.ts'
import { addTextFunctions } from './text-functions.ts'
import { sqliteTextIndex } from './text-index.ts'

/** The longest that a statement waits for another process. Milliseconds, as below. */
const busyTimeout = 5000
/** The same on the writing connection, which waits between its tries (`group-commit.ts`) and keeps nobody else waiting. */
const writerBusyTimeout = 20

/**
 * Opens the database file. Writes, single reads and snapshots have a connection each, so that no read sees half a
 * write, and no single read sees an older snapshot.
 */
export function openSqlite(file: string): Engine {
  const writer = connect(file)
  addTextFunctions(writer)
  writer.exec(`pragma busy_timeout = ${writerBusyTimeout}`)
  const reader = connect(file)
  const snapshots = connect(file)
  for (const each of [reader, snapshots]) each.exec('pragma query_only = on')
  const commits = new GroupCommit(writer, sessionOn(writer))
  const disk = new DiskWatch((work) => commits.run(work))
  const threads = new SearchThreads(file)
  const { close, ...reading } = readingEngine(file, { reader, snapshots, marks: writer })
  return {
    ...reading,
    // One server at a time has a book on SQLite (`server-lock.ts`).
    leads: async () => true,
    async transaction(work) {
      try {
        return await commits.run(work)
      } catch (error) {
        disk.failed(error)
        throw error
      }
    },
    search: (accountId, work) => threads.search(accountId, work),
    refusesWrites: () => disk.reason,
    async refill(from) {
      const source = openForReading(from)
      // All of it in one step. It waits for no write: one that is under way would end it.
      await commits.alone(() => backup(source, file, { rate: 1_000_000 })).finally(() => source.close())
    },
    async close() {
      disk.close()
      await threads.close()
      await commits.idle()
      await close()
      writer.close()
    },
  }
}

/** Opens the database file where nothing can be written. Every write is refused for the reason. */
export function openSqliteForReading(file: string, reason: string): Engine {
  const [reader, snapshots] = [connectForReading(file), connectForReading(file)]
  const reading = readingEngine(file, { reader, snapshots, marks: reader })
  return {
    ...reading,
    // The file may be opened for writing at any time, and no thread may have it open then.
    search: (_, work) => reading.snapshot(work),
    // Work that begins with a write is not begun.
    leads: async () => false,
    transaction: () => Promise.reject(unavailable(reason, undefined)),
    refusesWrites: () => reason,
  }
}

interface ReadingConnections {
  readonly reader: DatabaseSync
  readonly snapshots: DatabaseSync
  /** The connection that notices commits of other processes. */
  readonly marks: DatabaseSync
}

/** The part of the engine that writes nothing. */
function readingEngine(
  file: string,
  { reader, snapshots, marks }: ReadingConnections,
): Omit<Engine, 'leads' | 'search' | 'transaction' | 'refusesWrites'> {
  for (const each of [reader, snapshots]) addTextFunctions(each)
  const snapshotSession = sessionOn(snapshots)
  const begin = snapshots.prepare('begin')
  const commit = snapshots.prepare('commit')
  const turns = new ServingTurns()
  let openSnapshots = 0
  // On the writing connection the data version changes when another process commits, and never by our own commits.
  const dataVersion = marks.prepare('pragma data_version')
  dataVersion.setReturnArrays(true)
  return {
    reader: sessionOn(reader),
    // Our own function takes longer than SQLite's, which knows the letters of ASCII only.
    folded: (column) =>
      `case when length(${column}) = octet_length(${column}) then lower(${column}) else folded(${column}) end`,
    contains: (text, parameter) => `instr(${text}, ${parameter}) > 0`,
    endsWith: (text, parameter, length) => `substr(${text}, -${length}) = ${parameter}`,
    texts: sqliteTextIndex(),
    // SQLite hands out bytes as they lie in its memory, so that sending them costs nothing.
    mayInclude: () => 'true',
    bits: {
      join: {
        // Bytes that are joined as a text stay as they are: SQLite never looks at the characters of a text in UTF-8.
        bytes: (column) => `cast(group_concat(${column}, '') as blob)`,
        values: (expression) => `json_group_array(${expression})`,
      },
    },
    horizon: { oldest: '0', next: '0' },
    foreignMark: () => String(dataVersion.get()),
    // Every commit moves the mark of all other processes.
    announceAccess: async () => undefined,
    // A PBX that may read the file may read all of it.
    admitPbx: async () => undefined,
    // Snapshots that overlap share one transaction, and so the state that the first of them saw. None outlives the turn
    // of the event loop in which it began, because `work` awaits nothing but statements, and these are synchronous
    // underneath. The snapshot of a copy or a backup does, but that has the process to itself.
    async snapshot(work) {
      await turns.begin()
      if (openSnapshots === 0) reading(begin)
      openSnapshots++
      try {
        return await work(snapshotSession)
      } finally {
        if (--openSnapshots === 0) reading(commit)
      }
    },
    tables,
    lastNumber,
    continueAfter,
    refreshStatistics: async () => undefined,
    missingChanges: () => [],
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
      reader.close()
      snapshots.close()
    },
  }
}

/**
 * Opens a connection as the book needs it: with readers beside a writer, and with every commit on disk before it is
 * answered.
 */
function connect(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: busyTimeout })
  try {
    useLog(database)
    database.exec('pragma synchronous = full')
    // A checkpoint of 1,000 pages (4 MB) takes a few milliseconds, in which nobody is answered.
    database.exec('pragma wal_autocheckpoint = 1000')
    database.exec('pragma cache_size = -16000; pragma temp_store = memory; pragma cell_size_check = on')
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/**
 * Turns the log on. While another process does the same to a new book, SQLite refuses at once, whatever the timeout: so it is
 * tried again.
 */
function useLog(database: DatabaseSync): void {
  const latest = performance.now() + busyTimeout
  for (;;) {
    try {
      database.exec('pragma journal_mode = wal')
      return
    } catch (error) {
      if (!isBusy(error) || performance.now() > latest) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10)
    }
  }
}

function connectForReading(file: string): DatabaseSync {
  const database = openForReading(file)
  database.exec('pragma cache_size = -16000; pragma temp_store = memory; pragma cell_size_check = on')
  return database
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
