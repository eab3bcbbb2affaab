/** A change of an account up to which all changes have come to light, for whoever sees at least the transactions before `next`. */
export interface Mark {
  readonly number: number
  readonly at: number
  readonly checksum: number
  readonly next: number
}

/** A state of an account whose changes have all come to light. */
export interface Moment {
  readonly mark: Mark
  /** The value of the fact `restored`: rows that came back from a backup are in no change. */
  readonly restored: string | null
}
