import { addAccount } from '../../src/core/account/add-account.ts'
import type { Core } from '../../src/core/core.ts'
import { addCredential } from '../../src/core/credential/add-credential.ts'
import { createGroup } from '../../src/core/group/create-group.ts'
import { entryListOfPhones } from '../../src/core/list/entry-list-builder.ts'
import { onAccount } from '../../src/core/permission/callers.ts'
import { makeIds } from '../../src/secrets/ids.ts'
import { openVault } from '../../src/secrets/vault.ts'
import { openStore } from '../../src/store/open-store.ts'
import { coreOn } from '../../test/builders.ts'
import { owner } from '../owner.ts'
import type { Place } from './place.ts'
import type { BookSize } from './sizes.ts'

/** Groups that are written at once: fewer than a server has connections to PostgreSQL. */
const atOnce = 8

const lox24Key = '1234567:0123456789abcdef0123456789abcdef'
const apiKey = 'T'.repeat(50)

/** The headers of requests in each dialect. */
export const keys = {
  lox24: { 'x-lox24-auth-token': lox24Key, 'content-type': 'application/json', accept: 'application/json' },
  simotel: { 'x-apikey': apiKey, 'content-type': 'application/json' },
} as const

/** Opens a book without a server. */
export async function openCore(place: Place): Promise<Core> {
  const clock = { now: () => Date.now() }
  const ids = makeIds(clock)
  const vault = openVault({ dataDir: place.dataDir, realm: 'bench' })
  const store = await openStore({ place: place.book, keyFingerprint: vault.fingerprint, ids, clock })
  return coreOn({ store, vault, clock, ids })
}

/** Fills a book without a server. Its groups have the ids from 1 on. */
export async function fillBook(place: Place, size: BookSize): Promise<void> {
  const core = await openCore(place)
  const { id: accountId } = await addAccount(core, owner, 'bench')
  const caller = onAccount(owner, accountId)
  await addCredential(core, caller, { dialect: 'lox24', scheme: 'token', token: lox24Key })
  await addCredential(core, caller, { dialect: 'simotel', scheme: 'token', token: apiKey })
  const add = (index: number, count: number) =>
    createGroup(core, caller, { name: `group ${index}`, entries: listOf(index, count) })
  await add(0, size.largest)
  for (let made = 1; made < size.groups; made += atOnce) {
    const batch = Array.from({ length: Math.min(atOnce, size.groups - made) }, (_, at) => add(made + at, size.each))
    await Promise.all(batch)
  }
  await core.store.close()
  await place.settle()
}

/** The number at a place in a group. Numbers are in no order, and each group has others. */
export function numberAt(group: number, place: number): string {
  return String(10_000_000_000 + group * 1_000_003 + ((place * 7919) % 1_000_003))
}

function listOf(group: number, count: number) {
  const phones = Array.from({ length: count }, (_, place) => numberAt(group, place))
  return entryListOfPhones(phones, { field: 'phones', allows: () => true })
}
