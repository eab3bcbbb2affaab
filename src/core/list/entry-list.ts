import type { EntryDetails } from '../entry/entry.ts'
import { noValues, type PackedValues } from './packed-values.ts'
import { noCode, phoneOfCode, phonesOfCodes } from './phone-code.ts'

/**
 * The entries of a list to be written: in order, without repeats, packed. A million phones as strings would take six
 * times the memory, and a copy of them would take longer than a request may wait.
 */
export interface EntryList {
  /** A code for each entry; `noCode` where its phone has none. */
  readonly codes: Float64Array
  /** The codes in ascending order, without `noCode`. */
  readonly sortedCodes: Float64Array
  /** The phones that have no code, by position. */
  readonly phones: PackedValues<string>
  /** The phones that have no code in ascending order: the first one is at 0. */
  readonly sortedPhones: PackedValues<string>
  readonly details: PackedValues<EntryDetails>
}

/** The list without entries. */
export const emptyEntryList: EntryList = {
  codes: new Float64Array(0),
  sortedCodes: new Float64Array(0),
  phones: noValues,
  sortedPhones: noValues,
  details: noValues,
}

/** Every phone of a list, in order. */
export function phonesOf({ codes, phones }: EntryList): string[] {
  const all = phonesOfCodes(codes)
  if (phones.size > 0) for (const [position, phone] of phones.entries()) all[position] = phone
  return all
}

/** The phone at that position of a list. */
export function phoneAt({ codes, phones }: EntryList, position: number): string {
  const code = codes[position] as number
  return code === noCode ? (phones.get(position) as string) : phoneOfCode(code)
}
