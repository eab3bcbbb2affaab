/** The size of a book. */
export interface BookSize {
  readonly groups: number
  /** Numbers in the first group. */
  readonly largest: number
  /** Numbers in each of the others. */
  readonly each: number
}

/** 10 million numbers in 10,000 groups, one of them of a million. */
export const bigBook: BookSize = { groups: 10_000, largest: 1_000_000, each: 900 }

/** The big book with a hundredth of the groups, and a hundredth of the numbers in the largest one. */
export const smallBook: BookSize = { groups: 100, largest: 10_000, each: 900 }

/** All numbers of a book. */
export function numbersOf({ groups, largest, each }: BookSize): number {
  return largest + (groups - 1) * each
}
