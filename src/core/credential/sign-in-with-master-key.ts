import type { Core } from '../core.ts'
import type { SignInRecord } from './credential.ts'

/** The credential whose key was presented, and whether it lets the client in. */
export interface KeyHolder {
  readonly credential: SignInRecord
  /**
   * The reason why the client is kept out, for people; `null` when it is let in. The credential is known all the same,
   * so that the use of its key is logged.
   */
  readonly problem: string | null
}

/**
 * The holder of `key`; undefined when nobody has it. Only hashes are compared, so that the time of an answer tells
 * nothing of a key.
 */
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
