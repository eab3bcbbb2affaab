import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { diskReasonOf, isBusy } from './errors.ts'

/** The longest wait for another server that starts at the same moment, and has one row to write. */
const startingTime = 5000

/** Another process serves the data directory. */
export class ServedError extends Error {}

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
 * written down whenever the lock is taken. On a full disk the lock is taken all the same, and the number of its former holder
 * stays.
 *
 * @throws ServedError when another process serves the directory. The error names it.
 */
export function lockServer(dataDir: string, pid: number): ServerLock {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const registry = new DatabaseSync(join(dataDir, 'server.db'), { timeout: startingTime })
  const lock = new DatabaseSync(join(dataDir, 'server.lock'), { timeout: 0 })
  try {
    registry.exec('begin immediate')
    if (!isFree(lock)) throw servedBy(registry)
    writeDown(registry, pid)
    return { release: () => lock.close() }
  } catch (error) {
    lock.close()
    throw error
  } finally {
    registry.close()
  }
}

function writeDown(registry: DatabaseSync, pid: number): void {
  try {
    registry.exec('create table if not exists server (pid integer not null) strict; delete from server')
    registry.prepare('insert into server (pid) values (?)').run(pid)
    registry.exec('commit')
  } catch (error) {
    if (diskReasonOf(error) === undefined) throw error
  }
}

/**
 * Refuses a data directory that another process serves, and takes nothing. Where no lock can be taken, as on a disk that takes no
 * writes, nobody is refused.
 *
 * @throws ServedError that names the process.
 */
export function refuseServed(dataDir: string): void {
  const [registryFile, lockFile] = [join(dataDir, 'server.db'), join(dataDir, 'server.lock')]
  if (!existsSync(registryFile) || !existsSync(lockFile)) return
  const registry = new DatabaseSync(registryFile, { timeout: startingTime })
  const lock = new DatabaseSync(lockFile, { timeout: 0 })
  try {
    registry.exec('begin immediate')
    if (!isFree(lock)) throw servedBy(registry)
  } catch (error) {
    if (diskReasonOf(error) === undefined) throw error
  } finally {
    lock.close()
    registry.close()
  }
}

function servedBy(registry: DatabaseSync): ServedError {
  const holder = holderIn(registry)
  return new ServedError(
    `${holder ? `process ${holder}` : 'another process'} serves it: stop that one first, or give this one another folder by --data`,
  )
}

/** The process that is written down; undefined where a full disk has kept the first one from being so. */
function holderIn(registry: DatabaseSync): unknown {
  const table = registry.prepare("select 1 from sqlite_schema where name = 'server'").get()
  return table && registry.prepare('select pid from server').get()?.pid
}

/** Takes the write lock of the database, and keeps it. False when another process has the lock. */
function isFree(lock: DatabaseSync): boolean {
  try {
    lock.exec('begin immediate')
    return true
  } catch (error) {
    if (isBusy(error)) return false
    throw error
  }
}
