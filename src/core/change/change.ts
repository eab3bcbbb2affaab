/** A state as it stands in a change: the whole row, secrets only in their sealed or hashed form. */
export type Snapshot = Readonly<Record<string, unknown>>

/** What was changed. `undo` of a change puts its `before` back where the noun allows it. */
export type ChangeNoun =
  | 'account'
  | 'credential'
  | 'network'
  | 'group'
  | 'folder'
  | 'extension'
  | 'contact'
  | 'membership'
  | 'upload'
  | 'block'
  | 'leftover'

/** What was done to it. */
export type ChangeVerb = 'add' | 'update' | 'remove' | 'enable' | 'disable'

/**
 * One write as the use case describes it. `before` is null for something new, `after` for something removed; of an update
 * both hold only what differs, and the id.
 */
export interface ChangeDraft {
  readonly noun: ChangeNoun
  readonly verb: ChangeVerb
  /** How people find the thing: a group's name, an extension's number, … */
  readonly subject: string
  readonly before: Snapshot | null
  readonly after: Snapshot | null
}

/** One numbered, attributed write to the book. `at` is epoch milliseconds. */
export interface Change extends ChangeDraft {
  readonly number: number
  readonly at: number
  /** The account whose data it is; `null` for what belongs to no account, as the networks that may call. */
  readonly accountId: number | null
  readonly accountName: string | null
  readonly credentialId: number | null
  readonly origin: string
}
