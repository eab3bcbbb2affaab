import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Transaction } from '../ports.ts'
import { allPermissions, type Credential, type SignInScheme } from './credential.ts'
import { snapshotCredential } from './snapshot-credential.ts'

/** A credential to be made. The given secrets must fit the scheme: `both` needs a password and a token. */
export interface NewCredential {
  readonly dialect: string
  readonly scheme: SignInScheme
  readonly username?: string
  readonly password?: string
  readonly token?: string
  /** Permission paths of the dialect; none means all. */
  readonly permissions?: readonly string[]
  readonly revealsSecrets?: boolean
  readonly requiresMatch?: boolean
  /** From one millisecond to a day. */
  readonly sameBodyWithin?: number | null
  /**
   * The master key of the account. It becomes the master key of an account without one; any other account must have
   * this one.
   */
  readonly masterKey?: string
}

/**
 * Makes a credential of the caller's account. Its secrets are kept only as hashes: nobody can read them again.
 *
 * @throws Refusal `name_taken` when the username or the token is in use in the dialect; `invalid_value` of `masterKey`
 * when the account has another.
 */
export async function addCredential(core: Core, caller: Caller, wanted: NewCredential): Promise<Credential> {
  mustBeAllowed(caller, 'credential.add')
  const { accountId } = caller
  const passwordHash = wanted.password === undefined ? null : await core.passwords.hash(wanted.password)
  return core.store.write(authorOf(caller), async (tx) => {
    if (wanted.masterKey !== undefined) await settleMasterKey(core, tx, accountId, wanted.masterKey)
    const credential = await tx.credentials.insert({
      accountId,
      dialect: wanted.dialect,
      scheme: wanted.scheme,
      username: wanted.username ?? null,
      passwordHash,
      tokenHash: wanted.token === undefined ? null : core.passwords.hashToken(wanted.token),
      permissions: wanted.permissions?.length ? wanted.permissions : allPermissions,
      revealsSecrets: wanted.revealsSecrets ?? false,
      requiresMatch: wanted.requiresMatch ?? false,
      sameBodyWithin: wanted.sameBodyWithin ?? null,
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

async function settleMasterKey(core: Core, tx: Transaction, accountId: number, masterKey: string): Promise<void> {
  const known = await tx.accounts.lockMasterHash(accountId)
  const given = core.passwords.hashToken(masterKey)
  if (known === null) await tx.accounts.setMasterHash(accountId, given)
  else if (known !== given) {
    throw new Refusal('invalid_value', 'the account has another master key: leave it out, or rotate it', 'masterKey')
  }
}
