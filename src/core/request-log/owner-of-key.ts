import type { Core } from '../core.ts'
import type { LoggedRequest } from './logged-request.ts'

/** Where a request belongs whose key was not let in. */
export type KeyOwner = Pick<LoggedRequest, 'credentialId'> & { readonly accountId: number }

/**
 * Whose request it was that presented these secrets, though its key lets nobody in: a disabled key is still known. A name without its
 * password proves nothing.
 */
export async function ownerOfKey(
  { store, passwords }: Pick<Core, 'store' | 'passwords'>,
  dialect: string,
  secrets: readonly string[],
): Promise<KeyOwner | undefined> {
  for (const secret of secrets) {
    const found = await store.credentials.byTokenHash(dialect, passwords.hashToken(secret))
    if (found) return { accountId: found.accountId, credentialId: found.id }
  }
  return undefined
}
