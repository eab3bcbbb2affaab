import { statSync } from 'node:fs'
import type { Engine, Session } from '../engine/engine.ts'
import { isAllInOneFile } from './read-untouched.ts'

/** Milliseconds between two tries to open the book for writing. */
const tryEveryMs = 1000

/** The ways to open a book. Each throws where it cannot. */
export interface Ways {
  /** Looks whether the book may be opened for writing. */
  readonly check: () => void
  readonly write: () => Engine
  readonly read: () => Engine
}

/**
 * Opens a book for reading, and for writing as soon as that is possible. The change is seen by nobody: statements go to the engine
 * that is there when they begin.
 */
export function openUntilWritable(file: string, { check, write, read }: Ways): Engine {
  let opened = 0
  let [engine, seen] = [read(), stateOf(file)]
  let isWritable = false

  const take = (next: Engine): void => {
    engine = next
    seen = stateOf(file)
    opened++
  }
  const tryToWrite = (): void => {
    take(write())
    isWritable = true
    clearInterval(timer)
  }
  /** Opens for writing beside the engine that reads. */
  const exchange = (): void => {
    const former = engine
    tryToWrite()
    closeLater(former)
  }
  /** Closes first: SQLite shares the index of the log among all connections of a process, and has opened it for reading only. */
  const replace = (): void => {
    closeQuietly(engine)
    seen = closed
    try {
      tryToWrite()
    } catch {
      take(read())
    }
  }
  const look = (): void => {
    try {
      check()
      if (seen === hasLog) replace()
      else exchange()
    } catch {
      // The disk takes no writes still, or another server has taken the folder.
    }
  }
  const timer = setInterval(look, tryEveryMs).unref()
  const now = (): Engine => {
    if (isWritable || seen === hasLog || stateOf(file) === seen) return engine
    // SQLite takes the file for one that nobody writes. A command has done so all the same, since there is room.
    const former = engine
    take(read())
    closeLater(former)
    return engine
  }
  const reader: Session = {
    sumsRows: engine.reader.sumsRows,
    all: (sql, parameters) => now().reader.all(sql, parameters),
    one: (sql, parameters) => now().reader.one(sql, parameters),
    lockOne: (sql, parameters) => now().reader.lockOne(sql, parameters),
    lockAll: (sql, parameters) => now().reader.lockAll(sql, parameters),
    run: (sql, parameters) => now().reader.run(sql, parameters),
    put: (sql, parameters) => now().reader.put(sql, parameters),
    putLast: (sql, parameters) => now().reader.putLast(sql, parameters),
    insertRows: (table, batch) => now().reader.insertRows(table, batch),
  }
  return {
    ...engine,
    reader,
    foreignMark: () => `${opened} ${now().foreignMark()}`,
    leads: (work) => now().leads(work),
    snapshot: (work) => now().snapshot(work),
    search: (accountId, work) => now().search(accountId, work),
    damagedPages: (signal) => now().damagedPages(signal),
    schemaSum: () => now().schemaSum(),
    size: () => now().size(),
    transaction: (work) => now().transaction(work),
    refusesWrites: () => engine.refusesWrites(),
    async close() {
      clearInterval(timer)
      await engine.close()
    },
  }
}

/** Snapshots of this turn of the event loop go on in the engine, and none outlives the turn. */
function closeLater(engine: Engine): void {
  setImmediate(() => closeQuietly(engine))
}

/** Closes an engine that only reads. One that is closed already has nothing to lose. */
function closeQuietly(engine: Engine): void {
  engine.close().catch(() => undefined)
}

const hasLog = 'has a log'
/** Neither way of opening succeeded: the next statement tries again. */
const closed = 'closed'

/**
 * What changes when another process writes, while SQLite takes the file for one that nobody writes. Where there is a log it does
 * not, and sees all commits.
 */
function stateOf(file: string): string {
  if (!isAllInOneFile(file)) return hasLog
  const { size, mtimeMs } = statSync(file)
  return `${size} ${mtimeMs}`
}
