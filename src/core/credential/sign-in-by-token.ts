import type { Core } from '../core.ts'
import type { SignInRecord } from './credential.ts'

/**
 * The enabled credential of that token; undefined when there is none. Its account may be disabled: the dialect must
 * look, since it has an answer of its own for that.
 */
export async function signInByToken(core: Core, dialect: string, token: string): Promise<SignInRecord | undefined> {
  const record = await core.store.credentials.byTokenHash(dialect, core.passwords.hashToken(token))
  return record?.enabled ? record : undefined
}
