import { operatorOf } from '../account/operator.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import { allPermissions, type Credential, type SignInScheme } from './credential.ts'
import { snapshotCredential } from './snapshot-credential.ts'

/** A credential to be made. Which of the secrets are given must fit the scheme. */
export interface NewCredential {
  readonly accountId: number
  readonly dialect: string
  readonly scheme: SignInScheme
  readonly username?: string
  readonly password?: string
  readonly token?: string
  /** None means all. */
  readonly permissions?: readonly string[]
  readonly revealsSecrets?: boolean
}

/**
 * Makes a credential. Its secrets are kept only as hashes: nobody can read them again.
 *
 * @throws Refusal `name_taken` when the username or the token is in use in the dialect.
 */
export async function addCredential(core: Core, wanted: NewCredential): Promise<Credential> {
  const passwordHash = wanted.password === undefined ? null : await core.passwords.hash(wanted.password)
  return core.store.write(operatorOf(wanted.accountId), async (tx) => {
    const credential = await tx.credentials.insert({
      accountId: wanted.accountId,
      dialect: wanted.dialect,
      scheme: wanted.scheme,
      username: wanted.username ?? null,
      passwordHash,
      tokenHash: wanted.token === undefined ? null : core.passwords.hashToken(wanted.token),
      permissions: wanted.permissions?.length ? wanted.permissions : allPermissions,
      revealsSecrets: wanted.revealsSecrets ?? false,
      enabled: true,
      createdAt: core.clock.now(),
    })
    if (!credential) throw new Refusal('name_taken', `the username or the token is in use in ${wanted.dialect} already`)
    return {
      answer: credential,
      change: {
        noun: 'credential',
        verb: 'add',
        subject: String(credential.id),
        before: null,
        after: snapshotCredential(credential),
      },
    }
  })
}
