/**
 * The details of an entry, beside its phone: the values of columns a..e, and the callback data, which a delivery report
 * sends back.
 */
export interface EntryDetails {
  readonly a?: string
  readonly b?: string
  readonly c?: string
  readonly d?: string
  readonly e?: string
  readonly callbackData?: string
}

/** One number in a group. Its id is unique in the account and stays when the entry is edited. */
export interface Entry {
  readonly id: number
  readonly phone: string
  readonly details: EntryDetails | undefined
}

/** An entry that is not stored yet. */
export interface EntryDraft {
  readonly phone: string
  readonly details?: EntryDetails
}
