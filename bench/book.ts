import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { addAccount } from '../src/core/account/add-account.ts'
import type { Core } from '../src/core/core.ts'
import { addCredential } from '../src/core/credential/add-credential.ts'
import { createFolder } from '../src/core/folder/create-folder.ts'
import { noColumns } from '../src/core/group/group.ts'
import { onAccount } from '../src/core/permission/callers.ts'
import { makeIds } from '../src/secrets/ids.ts'
import { openVault } from '../src/secrets/vault.ts'
import { openStore } from '../src/store/open-store.ts'
import { coreOn } from '../test/builders.ts'
import { type Child, startChild } from './child.ts'
import { owner } from './owner.ts'

const username = 'bench'
const password = 'bench-password'
const token = 'T'.repeat(50)

/** The headers of every request in Simotel's dialect. They carry both credentials, as the vendor's samples do. */
export const headers = {
  'content-type': 'application/json',
  'x-apikey': token,
  authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
}

/** The headers of every request in CheckMarket's dialect. */
export const checkmarketHeaders = { 'x-master-key': 'bench-master-key', 'x-key': 'bench-key' }

const folders = 500

/** Makes a book without a server: its groups are spread over {@link folders} folders, and `fill` adds more. */
export async function buildBook(
  groups: number,
  fill?: (core: Core, accountId: number) => Promise<void>,
): Promise<{ dataDir: string; remove(): Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'dialbook-bench-'))
  const clock = { now: () => Date.now() }
  const ids = makeIds(clock)
  const vault = openVault({ dataDir, realm: 'bench' })
  const place = { folder: dataDir }
  const store = await openStore({ place, keyFingerprint: vault.fingerprint, ids, clock })
  const core = coreOn({ store, vault, clock, ids })
  const account = await addAccount(core, owner, 'bench')
  const caller = onAccount(owner, account.id)
  await addCredential(core, caller, { dialect: 'simotel', scheme: 'both', username, password, token })
  await addCheckMarketKey(core, account.id)
  if (groups > 0) for (let id = 1; id <= folders; id++) await createFolder(core, caller, { name: `folder ${id}` })
  for (let made = 0; made < groups; made += 10_000) await addGroups(core, account.id, Math.min(10_000, groups - made))
  await fill?.(core, account.id)
  await store.close()
  return { dataDir, remove: () => rm(dataDir, { recursive: true }) }
}

function addGroups(core: Core, accountId: number, count: number): Promise<void> {
  return core.store.write({ accountId, credentialId: null, name: null, origin: 'bench' }, async (tx) => {
    const first = await tx.allocate(accountId, 'group', count)
    for (let id = first; id < first + count; id++) {
      await tx.groups.insert({
        accountId,
        id,
        hexId: core.ids.hexId(),
        name: `group ${id}`,
        description: 'made for the benchmark',
        columns: noColumns,
        folderId: 1 + (id % folders),
        plannedDeletionAt: null,
        contactCount: 0,
        listId: null,
        count: 0,
        nextEntryId: 0,
        endEntryId: 0,
        createdAt: id,
        updatedAt: id,
      })
    }
    return { answer: undefined, change: { noun: 'group', verb: 'add', subject: 'bench', before: null, after: null } }
  })
}

export function startServer(dataDir: string): Promise<Child> {
  return startChild([resolve(import.meta.dirname, '../bin/dialbook.js'), 'serve', '--port', '0', '--data', dataDir])
}

export function startBare(): Promise<Child> {
  return startChild([resolve(import.meta.dirname, 'bare.ts')])
}

/** Gives the account the key by which `checkmarketHeaders` signs in. */
export async function addCheckMarketKey(core: Core, accountId: number): Promise<void> {
  await addCredential(core, onAccount(owner, accountId), {
    dialect: 'checkmarket',
    scheme: 'token',
    token: checkmarketHeaders['x-key'],
    masterKey: checkmarketHeaders['x-master-key'],
    permissions: ['Contacts (read)', 'Contacts (write)'],
  })
}
