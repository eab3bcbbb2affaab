import type { Account } from '../core/account/account.ts'
import type { NewCredential } from '../core/credential/add-credential.ts'
import type { Credential } from '../core/credential/credential.ts'
import type { Ids } from '../core/environment.ts'

/** The form in which `key add` makes a credential of a dialect. */
export interface KeyForm {
  /** The options by which curl presents a key, with words in the place of its secrets. */
  curl(key: Pick<Credential, 'scheme' | 'username'>): readonly string[]
  readonly flags: readonly KeyFlag[]
  /**
   * Makes a credential from flags, and makes up what they leave out. `account` is the account of the credential.
   *
   * @throws Refusal `invalid_value` for flags that contradict each other, and for a value that a credential cannot
   * have.
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

/** The values of flags, by name: a string, `true` for a flag without a value, a list for a `many` flag. */
export type KeyFlags = Readonly<Record<string, string | boolean | readonly string[] | undefined>>

/** A credential to be added, and its secrets, which are shown once. */
export interface IssuedKey {
  readonly credential: Omit<NewCredential, 'accountId' | 'dialect'>
  readonly show: Readonly<Record<string, string>>
}
