import type { Account } from '../core/account/account.ts'
import type { NewCredential } from '../core/credential/add-credential.ts'
import type { Ids } from '../core/environment.ts'

/** How `key add` makes a credential of the dialect. */
export interface KeyForm {
  readonly flags: readonly KeyFlag[]
  /**
   * Completes a credential whose flags left something out. `account` is the account of the key.
   *
   * @throws Refusal `invalid_value` when the flags contradict each other.
   */
  issue(given: KeyFlags, ids: Ids, account: Pick<Account, 'hasMasterKey'>): IssuedKey
}

/**
 * One flag of `key add`, as commander spells it: `--username <name>`. A `many` flag may be repeated. A `secret` one may come
 * from a file too: `--password` has a `--password-file` then.
 */
export interface KeyFlag {
  readonly name: string
  readonly flag: string
  readonly help: string
  readonly many?: true
  readonly secret?: true
  /** The values that name something; any value where it is absent. */
  readonly known?: readonly string[]
}

/** Flag values by name: a string, `true` for a flag without a value, a list for a `many` flag. */
export type KeyFlags = Readonly<Record<string, string | boolean | readonly string[] | undefined>>

/** A credential to be made, and its secrets, which are shown once. */
export interface IssuedKey {
  readonly credential: Omit<NewCredential, 'accountId' | 'dialect'>
  readonly show: Readonly<Record<string, string>>
}
