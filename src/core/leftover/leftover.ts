/**
 * The kinds of leftovers, in the order in which they must go: a thing that points at others goes before them. Lists
 * point at chunks and leaves, and changes at lists.
 */
export const leftoverKinds = ['change', 'row', 'upload', 'preview', 'list', 'chunk', 'leaf'] as const

/** A kind of leftover. A `row` is a row of an account, or of a run of a campaign, that was removed. */
export type LeftoverKind = (typeof leftoverKinds)[number]

/** The rule that makes things leftovers. Times are epoch milliseconds. */
export interface LeftoverRule {
  /** Changes made before this time are forgotten. They no longer keep the lists that their undo would bring back. */
  readonly changedBefore: number
  /**
   * Uploads and previews that expired before this time, and lists, chunks and leaves that were made before it, may go. Younger ones
   * may be in use soon.
   */
  readonly idleBefore: number
  /** Lists that count as removed already: a dry run removes none, and still finds their chunks and leaves. */
  readonly gone: ReadonlySet<string>
}

/** Some leftovers of one kind, few enough for one short transaction. */
export interface Leftovers {
  readonly kind: LeftoverKind
  /** `null` for changes, which go in the order of their numbers, whatever their account. */
  readonly accountId: number | null
  readonly ids: readonly (string | number)[]
  /** Bytes that they take. */
  readonly bytes: number
}
