/**
 * A slice of a list: `start` items are skipped (0-based), at most `count` are returned. `{ start: 20, count: 10 }` is
 * the items 21 to 30.
 */
export interface PageRequest {
  readonly start: number
  readonly count: number
}

/** One slice, and how many items the whole list has. */
export interface Page<T> {
  readonly items: readonly T[]
  readonly total: number
}

/** How a text field must match: `alike` finds it anywhere in the text, whatever its case and spelling; otherwise it must be equal. */
export interface TextMatch {
  readonly text: string
  readonly alike: boolean
  /** Another text that will do as well: the number in `0912 111`, which is stored as `0912111`. */
  readonly or?: string
}

/** The order of a list. Equal values are ordered by id. */
export interface Sort<Field extends string> {
  readonly by: Field
  readonly descending: boolean
}

/**
 * Pages of the same list by other conditions, as one: each thing once, in the order of the ids. Of pages with one `after` and one
 * limit it is right up to that limit.
 */
export function mergeById<T extends { readonly id: number }>(pages: readonly (readonly T[])[]): T[] {
  const byId = new Map(pages.flat().map((thing) => [thing.id, thing]))
  return [...byId.values()].sort((one, other) => one.id - other.id)
}
