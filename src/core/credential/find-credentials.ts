import type { AnyCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Credential } from './credential.ts'

/** A credential without the hashes of its secrets. */
export type ShownCredential = Omit<Credential, 'passwordHash' | 'tokenHash'>

/**
 * Every credential of the caller's account, or of all accounts where they are open, in the order in which they were
 * made.
 */
export async function findCredentials(core: Core, caller: AnyCaller): Promise<ShownCredential[]> {
  mustBeAllowed(caller, 'credential.find')
  const { credentials } = core.store
  const found = await (caller.accountId === null ? credentials.all() : credentials.ofAccount(caller.accountId))
  return found.map(({ passwordHash: _password, tokenHash: _token, ...shown }) => shown)
}
