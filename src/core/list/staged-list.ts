import type { EntryList } from './entry-list.ts'

/** A list whose chunks are on disk ahead of the write that will point at it. */
export interface StagedList {
  readonly id: string
  readonly count: number
}

/** A list for a write to point at. */
export type NewList = EntryList | StagedList

/** How many entries the list has. */
export function countOf(list: NewList): number {
  return 'codes' in list ? list.codes.length : list.count
}
