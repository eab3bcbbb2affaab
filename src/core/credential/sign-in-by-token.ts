import type { Core } from '../core.ts'
import type { Attempt, SignIns } from '../sign-in/sign-ins.ts'
import type { SignInRecord } from './credential.ts'

/**
 * The enabled credential whose token is `attempt.secret`; undefined when there is none. Its account may be disabled: the
 * dialect must look, since it has an answer of its own for that.
 *
 * @throws Slowed.
 */
export function signInByToken(core: Core, signIns: SignIns, attempt: Attempt): Promise<SignInRecord | undefined> {
  return signIns.attempt(attempt, async () => {
    const tokenHash = core.passwords.hashToken(attempt.secret)
    const record = await core.store.credentials.byTokenHash(signIns.dialect, tokenHash)
    return record?.enabled ? record : undefined
  })
}
