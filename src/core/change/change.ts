/**
 * The state of a thing as a change keeps it: the fields of its row, with secrets only in their sealed or hashed form.
 */
export type Snapshot = Readonly<Record<string, unknown>>

/** What an import did: a state after an import tells it under `import`. It is no field of the thing, and an undo leaves it out. */
export interface ToldImport {
  /** The names of the files. */
  readonly files: readonly string[]
  /** The things that it added, changed and took out. */
  readonly added: number
  readonly updated: number
  readonly removed: number
}

/** A state without what is told of an import. */
export function withoutImport(state: Snapshot): Snapshot {
  const { import: _told, ...fields } = state
  return fields
}

/** What a state tells of the import that made it; undefined when none did. */
export function importOf(state: Snapshot | null): ToldImport | undefined {
  return state?.import as ToldImport | undefined
}

/** The nouns of the things that changes are of. */
export const changeNouns = [
  ...(['account', 'credential', 'network', 'group', 'folder', 'extension', 'contact', 'membership'] as const),
  ...(['upload', 'preview', 'block', 'webhook', 'delivery', 'pbx', 'trunk', 'leftover'] as const),
  ...(['forward-rule', 'incoming-rule', 'inbound-route', 'emergency-number', 'opt-out', 'sip-network'] as const),
  ...(['recording', 'sound', 'sound-file', 'schedule', 'trunk-manager', 'campaign'] as const),
  ...(['message', 'incoming-message', 'bulk', 'person', 'session', 'request-bodies'] as const),
  // Many of them in one change, as an import makes it.
  ...(['extensions', 'contacts', 'messages'] as const),
] as const

/** The noun of the thing that was changed. An undo of the change puts its `before` back, where the noun allows it. */
export type ChangeNoun = (typeof changeNouns)[number]

/** The verb of a change: what was done to the thing. */
export type ChangeVerb = 'add' | 'update' | 'remove' | 'enable' | 'disable'

/**
 * One write as its use case describes it. `before` is `null` for a new thing, `after` for a removed one. For an update
 * both hold the id and only the fields that differ.
 */
export interface ChangeDraft {
  readonly noun: ChangeNoun
  readonly verb: ChangeVerb
  /** The name by which people find the thing: a group's name, an extension's number, … */
  readonly subject: string
  readonly before: Snapshot | null
  readonly after: Snapshot | null
}

/** One numbered, attributed write to the book. `at` is epoch milliseconds. */
export interface Change extends ChangeDraft {
  readonly number: number
  readonly at: number
  /** The account of the thing; `null` for things that belong to no account, as the networks that may call. */
  readonly accountId: number | null
  readonly accountName: string | null
  readonly credentialId: number | null
  /**
   * The name of an author without a credential: a person, the system user, or the server's own work, as `planned
   * deletions`. `null` for a credential, and in changes that were made before names were kept.
   */
  readonly name: string | null
  readonly origin: string
}

/**
 * The author of the changes to find: a credential, or a name. The name is that of a person or system user, or of an
 * origin, as `cli`.
 */
export type ChangeAuthor = { readonly credentialId: number } | { readonly name: string }

/** The changes to find. An absent field is not looked at. Times are epoch milliseconds. */
export interface ChangeQuery {
  readonly noun?: ChangeNoun
  readonly verb?: ChangeVerb
  readonly subject?: string
  readonly author?: ChangeAuthor
  /** The number of the first of them. */
  readonly from?: number
  /** The number behind the last of them. */
  readonly before?: number
  /** The earliest time at which they were made. */
  readonly since?: number
  /** The time before which they were made. */
  readonly until?: number
}
