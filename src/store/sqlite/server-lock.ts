import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** The longest wait for another server that starts at the same moment, and has one row to write. */
const startingTime = 5000
const sqliteBusy = 5

/**
 * The lock that keeps every other server from a data directory, until it is released or its process ends in whatever
 * way.
 */
export interface ServerLock {
  release(): void
}

/**
 * Takes the data directory for the process `pid` that is about to serve it.
 *
 * `server.lock` is a database without content, whose write lock the server holds as long as it lives. That lock is one
 * of the operating system and ends with its process, so that it is never stale. `server.db` has the number of that
 * process. A server holds the write lock of `server.db` while it tries to take `server.lock`, so that the number is
 * written down whenever the lock is taken.
 *
 * @throws Error when another process serves the directory. The error names it.
 */
export function lockServer(dataDir: string, pid: number): ServerLock {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const registry = new DatabaseSync(join(dataDir, 'server.db'), { timeout: startingTime })
  const lock = new DatabaseSync(join(dataDir, 'server.lock'), { timeout: 0 })
  try {
    registry.exec('begin immediate; create table if not exists server (pid integer not null) strict')
    if (!isFree(lock)) throw servedBy(registry)
    registry.exec('delete from server')
    registry.prepare('insert into server (pid) values (?)').run(pid)
    registry.exec('commit')
    return { release: () => lock.close() }
  } catch (error) {
    lock.close()
    throw error
  } finally {
    registry.close()
  }
}

/**
 * Refuses a data directory that another process serves, and takes nothing.
 *
 * @throws Error that names the process.
 */
export function refuseServed(dataDir: string): void {
  const [registryFile, lockFile] = [join(dataDir, 'server.db'), join(dataDir, 'server.lock')]
  if (!existsSync(registryFile) || !existsSync(lockFile)) return
  const registry = new DatabaseSync(registryFile, { timeout: startingTime })
  const lock = new DatabaseSync(lockFile, { timeout: 0 })
  try {
    registry.exec('begin immediate')
    if (!isFree(lock)) throw servedBy(registry)
  } finally {
    lock.close()
    registry.close()
  }
}

function servedBy(registry: DatabaseSync): Error {
  const holder = registry.prepare('select pid from server').get()?.pid
  return new Error(`process ${holder} serves it: stop that one first, or give this one another folder by --data`)
}

/** Takes the write lock of the database, and keeps it. False when another process has the lock. */
function isFree(lock: DatabaseSync): boolean {
  try {
    lock.exec('begin immediate')
    return true
  } catch (error) {
    if ((error as { errcode?: number }).errcode === sqliteBusy) return false
    throw error
  }
}
