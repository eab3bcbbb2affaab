import type { Core } from '../core.ts'
import type { SignInRecord } from './credential.ts'

/**
 * The enabled credential of that token, or undefined. Its account may be disabled: the caller must look, for a dialect that
 * has an answer of its own for that.
 */
export async function signInByToken(core: Core, dialect: string, token: string): Promise<SignInRecord | undefined> {
  const record = await core.store.credentials.byTokenHash(dialect, core.passwords.hashToken(token))
  return record?.enabled ? record : undefined
}
