import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Vault } from '../core/ports.ts'

const algorithm = 'aes-256-gcm'
const ivLength = 12
const tagLength = 16

export interface VaultOptions {
  /** The folder of the book, where the key file lies. */
  readonly dataDir: string
  /** The realm of the SIP digests, as phones are asked for it. */
  readonly realm: string
}

/** Opens the vault whose key is the file `secret.key` in the data directory; makes the key when there is none. */
export function openVault({ dataDir, realm }: VaultOptions): Vault {
  const file = join(dataDir, 'secret.key')
  const key = readKey(file) ?? makeKey(dataDir, file)
  return {
    fingerprint: createHmac('sha256', key).update('fingerprint').digest('hex'),
    seal(secret) {
      const iv = randomBytes(ivLength)
      const cipher = createCipheriv(algorithm, key, iv)
      const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64')
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64')
      const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, ivLength))
      decipher.setAuthTag(bytes.subarray(ivLength, ivLength + tagLength))
      try {
        return decipher.update(bytes.subarray(ivLength + tagLength), undefined, 'utf8') + decipher.final('utf8')
      } catch (cause) {
        throw new Error(`${file} is not the key with which this book's secrets were sealed`, { cause })
      }
    },
    digest: (number, secret) => createHash('md5').update(`${number}:${realm}:${secret}`).digest('hex'),
  }
}

function readKey(file: string): Buffer | undefined {
  try {
    const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'hex')
    if (key.length !== 32) throw new Error(`${file} is damaged: it must hold 64 hex digits`)
    return key
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function makeKey(dataDir: string, file: string): Buffer {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const key = randomBytes(32)
  // It gets its name only when it is whole: others that start now read it.
  const draft = `${file}.${randomBytes(8).toString('hex')}`
  const descriptor = openSync(draft, 'wx', 0o600)
  try {
    writeSync(descriptor, `${key.toString('hex')}\n`)
    fsyncSync(descriptor)
    linkSync(draft, file)
    return key
  } catch (error) {
    // Another process has just made it.
    const made = (error as NodeJS.ErrnoException).code === 'EEXIST' ? readKey(file) : undefined
    if (!made) throw error
    return made
  } finally {
    closeSync(descriptor)
    unlinkSync(draft)
  }
}
