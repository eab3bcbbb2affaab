import { statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { Engine } from '../engine/engine.ts'
import { GroupCommit } from './group-commit.ts'
import { sessionOn } from './session.ts'
import { continueAfter, lastNumber, tables } from './tables.ts'

/** How long a statement waits for another process, as the command line, to finish its write. */
const busyTimeout = 5000

/**
 * For each bit, the bytes that have it not: the engine has no other test for one. Those with the fewest bits come first, for
 * it compares one after the other, and most bytes of a sieve are nearly empty.
 */
const bytesWithout: readonly Uint8Array[] = Array.from({ length: 8 }, (_, bit) => {
  const bytes = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => ((byte >> bit) & 1) === 0)
  return Uint8Array.from(bytes.sort((one, other) => bitsIn(one) - bitsIn(other)))
})

/**
 * Opens the database file for writing, for single reads and for snapshots, each on a connection of its own: reads never
 * see half a write, and a single read never an older snapshot.
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
  // On the writing connection it changes when another process commits, and never by our own commits.
  const dataVersion = writer.prepare('pragma data_version')
  dataVersion.setReturnArrays(true)
  return {
    reader: sessionOn(reader),
    like: (column, parameter, text) =>
      needsFolding(text)
        ? `fold(${column}) like fold(${parameter}) escape '\\'`
        : `${column} like ${parameter} escape '\\'`,
    contains: (column, parameter) => `instr(${column}, ${parameter}) > 0`,
    // It hands out bytes as they lie in its memory.
    mayInclude: () => 'true',
    hasBit: (bytes, place, bit, parameter) =>
      `instr(${parameter(bytesWithout[bit] as Uint8Array)}, substr(${bytes}, 1 + ${place}, 1)) = 0`,
    foreignMark: () => String(dataVersion.get()),
    // Every commit moves the mark of the others.
    announceAccess: async () => undefined,
    // Whoever may read the file may read all of it.
    admitPbx: async () => undefined,
    // One server at a time has an embedded book.
    leads: async () => true,
    // Snapshots that overlap share one. None outlives the turn of the event loop in which it began, since `work` awaits
    // nothing but statements, and these are synchronous underneath; but that of a copy, which has the process to itself.
    async snapshot(work) {
      if (openSnapshots++ === 0) begin.run()
      try {
        return await work(snapshotSession)
      } finally {
        if (--openSnapshots === 0) commit.run()
      }
    },
    transaction: (work) => commits.run(work),
    tables,
    lastNumber,
    continueAfter,
    refreshStatistics: async () => undefined,
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

/** Opens the file as the book needs it: readers beside a writer, and every commit on disk before it is answered. */
function connect(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: busyTimeout })
  database.exec('pragma journal_mode = wal; pragma synchronous = full')
  // Nobody is answered while a checkpoint runs: of 4 MB it takes a few milliseconds.
  database.exec('pragma wal_autocheckpoint = 1000')
  database.exec('pragma cache_size = -16000; pragma temp_store = memory')
  return database
}

function connectReader(file: string): DatabaseSync {
  const database = connect(file)
  database.exec('pragma query_only = on')
  database.function('fold', { deterministic: true }, (text) => String(text).toLowerCase())
  return database
}

function bitsIn(byte: number): number {
  return byte === 0 ? 0 : (byte & 1) + bitsIn(byte >> 1)
}

/** SQLite folds the case of ASCII letters only; other scripts with cases go by our own function, which is slower. */
function needsFolding(text: string): boolean {
  return /[^\0-\x7f]/.test(text) && text.toLowerCase() !== text.toUpperCase()
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}
