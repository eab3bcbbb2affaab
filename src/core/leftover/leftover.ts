/** What nothing in the book needs any more, in the order in which it must go: what points before what is pointed at. */
export const leftoverKinds = ['change', 'row', 'upload', 'list', 'chunk', 'leaf'] as const

/** One kind of leftover. A `row` is one of an account that was removed. */
export type LeftoverKind = (typeof leftoverKinds)[number]

/** Until when what is what counts as a leftover. Times are epoch milliseconds. */
export interface LeftoverRule {
  /** Changes that were made before are forgotten, and no longer keep the lists that an undo of them would bring back. */
  readonly changedBefore: number
  /** Uploads that expired before, and lists, chunks and leaves that were made before: younger ones may be in use soon. */
  readonly idleBefore: number
  /** Lists that count as removed already. */
  readonly gone: ReadonlySet<string>
}

/** Some leftovers of one kind, few enough for one short transaction. */
export interface Leftovers {
  readonly kind: LeftoverKind
  /** Null for changes, which go in the order of their numbers, whatever their account. */
  readonly accountId: number | null
  readonly ids: readonly (string | number)[]
  /** What their contents take. */
  readonly bytes: number
}
