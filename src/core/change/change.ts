/** A state as it stands in a change: the whole row, secrets only in their sealed or hashed form. */
export type Snapshot = Readonly<Record<string, unknown>>

/** All that changes are of. */
export const changeNouns = [
  ...(['account', 'credential', 'network', 'group', 'folder', 'extension', 'contact', 'membership'] as const),
  ...(['upload', 'block', 'webhook', 'delivery', 'pbx', 'forward-rule', 'trunk', 'leftover'] as const),
] as const

/** What was changed. `undo` of a change puts its `before` back where the noun allows it. */
export type ChangeNoun = (typeof changeNouns)[number]

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
  /**
   * Who it was where it was no credential: a person, the system user, or the server's own work, as `planned deletions`. Null
   * for a credential, and for changes from before it was kept.
   */
  readonly name: string | null
  readonly origin: string
}

/** Who made a change: a credential, or whoever has this name, or came in at the place of this name, as `cli`. */
export type ChangeAuthor = { readonly credentialId: number } | { readonly name: string }

/** Which changes to find. Times are epoch milliseconds. */
export interface ChangeQuery {
  readonly noun?: ChangeNoun
  readonly subject?: string
  readonly author?: ChangeAuthor
  /** Made at that time or later. */
  readonly since?: number
  /** Made before that time. */
  readonly until?: number
}
