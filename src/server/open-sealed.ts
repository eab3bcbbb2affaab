import { randomBytes } from 'node:crypto'
import type { Vault } from '../core/environment.ts'
import type { Store } from '../core/ports.ts'
import { fingerprintOf, keepKeyPrivate, readKey, removeKey, writeKey } from '../secrets/key-file.ts'
import { openVault, type VaultOptions } from '../secrets/vault.ts'
import { refuseWrongKey, WrongKey } from '../store/key-of-book.ts'
import type { BookPlace } from '../store/open-engine.ts'
import { openStore, type StoreOptions } from '../store/open-store.ts'
import { refuseUnusable } from '../store/refuse-unusable.ts'

/** An open store with the vault of its secrets, and what the operator must hear of them. */
export interface Sealed {
  readonly store: Store
  readonly vault: Vault
  readonly warnings: readonly string[]
}

/**
 * Refuses a book that is not one for this program and this key, and touches nothing.
 *
 * @throws Error
 */
export function refuseBeforehand(place: BookPlace, dataDir: string): void {
  // A key that is damaged is refused also where the book has none yet.
  fingerprintIn(dataDir)
  if ('folder' in place) refuseUnusable(place.folder, () => fingerprintIn(dataDir))
}

function fingerprintIn(dataDir: string): string | undefined {
  const key = readKey(dataDir)
  return key && fingerprintOf(key)
}

/**
 * Opens a book and the vault of its key. A key is made for a book only that has none yet: never beside one whose key is
 * elsewhere.
 *
 * @throws Error when the book is not one for this program and this key; then nothing was made.
 */
export async function openSealed(
  place: BookPlace,
  { dataDir, realm }: VaultOptions,
  { ids, clock, claim, takeRefill }: Pick<StoreOptions, 'ids' | 'clock' | 'claim' | 'takeRefill'>,
): Promise<Sealed> {
  refuseBeforehand(place, dataDir)
  let made: Buffer | undefined
  const keyFingerprint = (known: string | undefined): string => {
    const here = fingerprintIn(dataDir)
    if (here !== undefined) return here
    if (known !== undefined) refuseWrongKey(known, undefined)
    made = randomBytes(32)
    return fingerprintOf(writeKey(dataDir, made))
  }
  try {
    const store = await openStore({ place, keyFingerprint, ids, clock, claim, takeRefill })
    const warning = keepKeyPrivate(dataDir)
    return { store, vault: openVault({ dataDir, realm }), warnings: warning === undefined ? [] : [warning] }
  } catch (error) {
    // Another server has given the book its key in the same moment: the one of this server opens nothing.
    if (made && error instanceof WrongKey) removeKey(dataDir, made)
    throw error
  }
}
