/** Times one behind another, each as long: `width` milliseconds, the first from `from` on. */
export interface EqualTimes {
  readonly from: number
  readonly width: number
}

/** How often something came to one end in one of some equal times. */
export interface CountedTime<End extends string> {
  /** The place of the time, 0 for the first. */
  readonly place: number
  readonly end: End
  readonly count: number
}

/** The progress of a run or a bulk: in how many equal times it was done so far, and what came to its end in each. */
export interface Progress<End extends string> extends EqualTimes {
  readonly places: number
  readonly counted: readonly CountedTime<End>[]
}

/** The times of a progress: enough for a line, few enough for a table. */
const places = 48
const leastWidth = 1000

/** Cuts the time from the beginning to the end, or to now, into equal times. */
export function equalTimes(from: number, until: number): EqualTimes & { readonly places: number } {
  const width = Math.max(leastWidth, Math.ceil((until - from + 1) / places))
  return { from, width, places: Math.max(1, Math.min(places, Math.ceil((until - from + 1) / width))) }
}
