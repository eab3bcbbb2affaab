import { join } from 'node:path'
import type { Core } from '../src/core/core.ts'

/** The modules of a revision by which its books are filled and asked without a server. */
export async function modulesOf(root: string) {
  const load = (file: string): Promise<unknown> => import(join(root, file))
  return {
    ...((await load('src/core/account/add-account.ts')) as typeof import('../src/core/account/add-account.ts')),
    ...((await load(
      'src/core/credential/add-credential.ts',
    )) as typeof import('../src/core/credential/add-credential.ts')),
    ...((await load('src/core/folder/create-folder.ts')) as typeof import('../src/core/folder/create-folder.ts')),
    ...((await load('src/core/group/create-group.ts')) as typeof import('../src/core/group/create-group.ts')),
    ...((await load(
      'src/core/group/find-groups-of-phone.ts',
    )) as typeof import('../src/core/group/find-groups-of-phone.ts')),
    ...((await load('src/core/group/group.ts')) as typeof import('../src/core/group/group.ts')),
    ...((await load('src/core/list/entry-list-builder.ts')) as typeof import('../src/core/list/entry-list-builder.ts')),
    ...((await load('src/core/permission/callers.ts')) as typeof import('../src/core/permission/callers.ts')),
    ...((await load('src/secrets/ids.ts')) as typeof import('../src/secrets/ids.ts')),
    ...((await load('src/secrets/vault.ts')) as typeof import('../src/secrets/vault.ts')),
    ...((await load('src/store/open-store.ts')) as typeof import('../src/store/open-store.ts')),
    coreOn: ((await load('test/builders.ts')) as typeof import('../test/builders.ts')).coreOn,
  }
}

export type Modules = Awaited<ReturnType<typeof modulesOf>>

const usual = { connections: 10, queue: 1000, connectTimeout: 5000, statementTimeout: 600_000, lockTimeout: 60_000 }

/** Opens a book without a server. */
export async function openCore(modules: Modules, dataDir: string, databaseUrl?: string): Promise<Core> {
  const clock = { now: () => Date.now() }
  const ids = modules.makeIds(clock)
  const vault = modules.openVault({ dataDir, realm: 'dialbook' })
  const place = databaseUrl === undefined ? { folder: dataDir } : { postgres: { ...usual, url: databaseUrl } }
  const store = await modules.openStore({ place, keyFingerprint: vault.fingerprint, ids, clock })
  return modules.coreOn({ store, vault, clock, ids })
}
