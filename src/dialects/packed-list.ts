import type { EntryList } from '../core/list/entry-list.ts'
import { PackedDetails } from '../core/list/packed-details.ts'

/** A list on its way to another thread: plain data, since an object loses its class there. */
export interface PackedList extends Omit<EntryList, 'details'> {
  readonly details: Pick<PackedDetails, 'size' | 'blocks'>
}

/** Packs a list. `buffers` hold everything that is large: they are handed over to the other thread, and not copied. */
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

/** Makes the list again of its packed form. */
export function unpackList({ details, ...list }: PackedList): EntryList {
  return { ...list, details: new PackedDetails(details.size, details.blocks) }
}
