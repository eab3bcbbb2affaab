import type { Core } from '../core.ts'
import type { SignInRecord } from './credential.ts'

/** Whose key was presented, and whether it lets its owner in. */
export interface KeyHolder {
  readonly credential: SignInRecord
  /** Why not, for people. A key that is kept out is known all the same, so that its use is logged. */
  readonly problem: string | null
}

/** The holder of `key`, or undefined when nobody has it. Only hashes are compared, so that time tells nothing of a key. */
export async function signInWithMasterKey(
  core: Core,
  dialect: string,
  { key, masterKey }: { readonly key: string; readonly masterKey: string },
): Promise<KeyHolder | undefined> {
  const credential = await core.store.credentials.byTokenHash(dialect, core.passwords.hashToken(key))
  return credential && { credential, problem: problemOf(credential, core.passwords.hashToken(masterKey)) }
}

function problemOf(credential: SignInRecord, masterHash: string): string | null {
  if (!credential.enabled) return 'the key is disabled'
  if (!credential.accountEnabled) return 'the account is disabled'
  return credential.masterHash === masterHash ? null : 'the master key is not the one of the account'
}
