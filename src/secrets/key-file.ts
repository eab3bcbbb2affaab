import { createHmac, randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** The file of the key that seals the secrets of a book. */
export function keyFileIn(dataDir: string): string {
  return join(dataDir, 'secret.key')
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
