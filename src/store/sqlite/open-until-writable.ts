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
  const look = (): void => {
    const former = engine
    try {
      check()
      if (seen !== hasLog) {
        tryToWrite()
        // Snapshots of this turn of the event loop go on in it, and none outlives the turn.
        setImmediate(() => former.close())
        return
      }
    } catch {
      // The disk takes no writes still, or another server has taken the folder.
      return
    }
    // SQLite shares the index of the log among all connections of a process, and has opened it for reading only.
    former.close()
    try {
      tryToWrite()
    } catch {
      take(read())
    }
  }
  const timer = setInterval(look, tryEveryMs).unref()
  const now = (): Engine => {
    if (isWritable || seen === hasLog || stateOf(file) === seen) return engine
    // SQLite takes the file for one that nobody writes. A command has done so all the same, since there is room.
    const former = engine
    setImmediate(() => former.close())
    take(read())
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

const hasLog = 'has a log'

/**
 * What changes when another process writes, while SQLite takes the file for one that nobody writes. Where there is a log it does
 * not, and sees all commits.
 */
function stateOf(file: string): string {
  if (!isAllInOneFile(file)) return hasLog
  const { size, mtimeMs } = statSync(file)
  return `${size} ${mtimeMs}`
}
