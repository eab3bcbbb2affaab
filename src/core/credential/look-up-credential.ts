import type { AnyCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import type { Credential } from './credential.ts'

/**
 * The credential with that number. It must be one of the caller's account, unless all accounts are open for the caller.
 *
 * @throws Refusal `not_found`.
 */
export async function lookUpCredential(core: Core, { accountId }: AnyCaller, id: number): Promise<Credential> {
  const found = await core.store.credentials.byId(id)
  const isOpen = accountId === null || found?.accountId === accountId
  return mustExist(isOpen ? found : undefined, `credential as ${id}`)
}
