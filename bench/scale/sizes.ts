/** How much a book holds. */
export interface BookSize {
  readonly groups: number
  /** Numbers in the first group. */
  readonly largest: number
  /** Numbers in each of the others. */
  readonly each: number
}

/** 10 million numbers in 10,000 groups, one of them of a million. */
export const bigBook: BookSize = { groups: 10_000, largest: 1_000_000, each: 900 }

/** The same, a hundredth of everything. */
export const smallBook: BookSize = { groups: 100, largest: 10_000, each: 900 }

/** All numbers of a book. */
export function numbersOf({ groups, largest, each }: BookSize): number {
  return largest + (groups - 1) * each
}
