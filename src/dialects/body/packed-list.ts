import type { EntryList } from '../../core/list/entry-list.ts'
import { PackedValues } from '../../core/list/packed-values.ts'

/** Packed values on their way to another thread: plain data, since an object loses its class there. */
export type SentValues = Pick<PackedValues<unknown>, 'size' | 'blocks'>

/** A list on its way to another thread. */
export interface PackedList {
  readonly codes: Float64Array
  readonly sortedCodes: Float64Array
  readonly phones: SentValues
  readonly sortedPhones: SentValues
  readonly details: SentValues
}

/** Packs a list. `buffers` hold everything that is large: they are handed over to the other thread, and not copied. */
export function packList({ codes, sortedCodes, phones, sortedPhones, details }: EntryList): {
  readonly list: PackedList
  readonly buffers: ArrayBuffer[]
} {
  const values = [phones, sortedPhones, details]
  const blocks = values.flatMap((each) => each.blocks).filter((block) => block !== undefined)
  return {
    list: {
      codes,
      sortedCodes,
      phones: sentValues(phones),
      sortedPhones: sentValues(sortedPhones),
      details: sentValues(details),
    },
    buffers: [...new Set([codes, sortedCodes, ...blocks].map(({ buffer }) => buffer as ArrayBuffer))],
  }
}

/** Makes the list again of its packed form. */
export function unpackList({ codes, sortedCodes, phones, sortedPhones, details }: PackedList): EntryList {
  return {
    codes,
    sortedCodes,
    phones: receivedValues(phones),
    sortedPhones: receivedValues(sortedPhones),
    details: receivedValues(details),
  }
}

/** Packed values as they are sent. */
export function sentValues({ size, blocks }: SentValues): SentValues {
  return { size, blocks }
}

/** Packed values as they were before they were sent. */
export function receivedValues<T>({ size, blocks }: SentValues): PackedValues<T> {
  return new PackedValues<T>(size, blocks)
}
