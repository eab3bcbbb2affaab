import type { Core } from '../core.ts'
import type { SignIns } from '../sign-in/sign-ins.ts'
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

/** The keys that a client presented, and its address. */
export interface PresentedKeys {
  readonly address: string
  readonly key: string
  readonly masterKey: string
}

/**
 * The holder of `key`; undefined when nobody has it. Only hashes are compared, so that the time of an answer tells
 * nothing of a key.
 *
 * @throws Slowed.
 */
export async function signInWithMasterKey(
  core: Core,
  signIns: SignIns,
  { address, key, masterKey }: PresentedKeys,
): Promise<KeyHolder | undefined> {
  const find = async (): Promise<KeyHolder | undefined> => {
    const credential = await core.store.credentials.byTokenHash(signIns.dialect, core.passwords.hashToken(key))
    return credential && { credential, problem: problemOf(credential, core.passwords.hashToken(masterKey)) }
  }
  const known = signIns.remembered<KeyHolder>({ address, secret: secretOf(key, masterKey) })
  if (known) return known
  let holder = await find()
  const attempt = {
    address,
    secret: secretOf(key, masterKey),
    // Whoever has a key may guess the master key of its account.
    ...(holder && { name: ['key', String(holder.credential.id)] as const }),
  }
  await signIns.attempt(attempt, async () => {
    holder = await find()
    return holder?.problem === null ? holder : undefined
  })
  return holder
}

function secretOf(key: string, masterKey: string): string {
  return JSON.stringify([key, masterKey])
}

function problemOf(credential: SignInRecord, masterHash: string): string | null {
  if (!credential.enabled) return 'the key is disabled'
  if (!credential.accountEnabled) return 'the account is disabled'
  return credential.masterHash === masterHash ? null : 'the master key is not the one of the account'
}
