import { createCipheriv, createDecipheriv, createSecretKey, hash, randomBytes } from 'node:crypto'
import type { Vault } from '../core/environment.ts'
import { fingerprintOf, keyFileIn, readKey, writeKey } from './key-file.ts'

const algorithm = 'aes-256-gcm'
const ivLength = 12
const tagLength = 16

export interface VaultOptions {
  /** The folder of the book, in which the key file lies. */
  readonly dataDir: string
  /** The realm of the SIP digests. The PBX must name the same one when it asks a phone to sign in. */
  readonly realm: string
}

/**
 * Opens the vault whose key is the file `secret.key` in the data directory, and makes the key when there is none. A
 * sealed secret is Base64 of a random number used once (12 bytes), the tag of AES-256-GCM (16 bytes) and the encrypted
 * text.
 */
export function openVault({ dataDir, realm }: VaultOptions): Vault {
  const file = keyFileIn(dataDir)
  const bytes = readKey(dataDir) ?? writeKey(dataDir, randomBytes(32))
  // Made once: of bytes, the library would make a key for each secret, which takes three times as long as opening it.
  const key = createSecretKey(bytes)
  return {
    fingerprint: fingerprintOf(bytes),
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
        throw new Error(
          `${file} is not the key with which this book's secrets were sealed: put the book's own key file in its place`,
          { cause },
        )
      }
    },
    digest: (number, secret, ofRealm = realm) => hash('md5', `${number}:${ofRealm}:${secret}`),
  }
}
