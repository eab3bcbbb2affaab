import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import type { Credential } from './credential.ts'

/** Every credential of every account, in the order of their making. */
export function findCredentials(core: Core): Promise<Credential[]> {
  return core.store.credentials.all()
}

/**
 * The credential with that number.
 *
 * @throws Refusal `not_found`.
 */
export async function findCredential(core: Core, id: number): Promise<Credential> {
  return mustExist(await core.store.credentials.byId(id), `credential as ${id}`)
}
