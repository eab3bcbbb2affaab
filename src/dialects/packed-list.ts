import type { EntryList } from '../core/list/entry-list.ts'
import { PackedDetails } from '../core/list/packed-details.ts'

/** A list as it crosses to another thread, where objects lose their class. */
export interface PackedList extends Omit<EntryList, 'details'> {
  readonly details: Pick<PackedDetails, 'size' | 'blocks'>
}

/** Packs a list, and names the buffers to hand over: what is large is in them, and is not copied. */
export function packList({ codes, sortedCodes, phones, details }: EntryList): {
  readonly list: PackedList
  readonly buffers: ArrayBuffer[]
} {
  const { size, blocks } = details
  const large = [codes, sortedCodes, ...blocks.filter((block) => block !== undefined)]
  return {
    list: { codes, sortedCodes, phones, details: { size, blocks } },
    buffers: [...new Set(large.map(({ buffer }) => buffer as ArrayBuffer))],
  }
}

/** The list again. */
export function unpackList({ details, ...list }: PackedList): EntryList {
  return { ...list, details: new PackedDetails(details.size, details.blocks) }
}
