import { createHmac, randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'

/** The file of the key that seals the secrets of a book. */
export function keyFileIn(dataDir: string): string {
  return join(dataDir, 'secret.key')
}

/**
 * Takes the key away from all but its owner, where others have rights on it.
 *
 * @returns what an operator must hear: that they had, and whether they have still; undefined when all is well
 */
export function keepKeyPrivate(dataDir: string): string | undefined {
  const file = keyFileIn(dataDir)
  const mode = statSync(file, { throwIfNoEntry: false })?.mode ?? 0
  if ((mode & 0o077) === 0) return undefined
  const was = `${file} had rights for others than its owner (mode ${(mode & 0o777).toString(8)})`
  try {
    chmodSync(file, 0o600)
    return `${was}: it is mode 600 now; who could read it may open the SIP secrets of a book or backup`
  } catch (error) {
    // It may belong to another user, or lie on a disk that takes no writes: a server that can read it can work.
    return `${was}, and still has them: ${(error as Error).message}; make it mode 600`
  }
}

/** The fingerprint of a key. Another key has another one, and nobody can learn the key from it. */
export function fingerprintOf(key: Buffer): string {
  return createHmac('sha256', key).update('fingerprint').digest('hex')
}

/**
 * The key in a data directory; undefined when there is none.
 *
 * @throws Error when the file holds something else than a key.
 */
export function readKey(dataDir: string): Buffer | undefined {
  const file = keyFileIn(dataDir)
  try {
    const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'hex')
    if (key.length !== 32) throw new Error(`${file} is damaged: it must hold 64 hex digits`)
    return key
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Takes a key away that this process has made. Another key that is there stays. */
export function removeKey(dataDir: string, key: Buffer): void {
  if (readKey(dataDir)?.equals(key)) unlinkSync(keyFileIn(dataDir))
}

/**
 * Puts the key into a data directory that has none, readable by its owner only. Returns the key that the directory has
 * then: another process may have put in its own first.
 */
export function writeKey(dataDir: string, key: Buffer): Buffer {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const file = keyFileIn(dataDir)
  // The file gets its name only when the key in it is whole: processes that start now may read it.
  const draft = `${file}.${randomBytes(8).toString('hex')}`
  const descriptor = openSync(draft, 'wx', 0o600)
  try {
    writeSync(descriptor, `${key.toString('hex')}\n`)
    fsyncSync(descriptor)
    linkSync(draft, file)
    return key
  } catch (error) {
    // Another process has just made the file.
    const made = (error as NodeJS.ErrnoException).code === 'EEXIST' ? readKey(dataDir) : undefined
    if (!made) throw error
    return made
  } finally {
    closeSync(descriptor)
    unlinkSync(draft)
  }
}
