import type { EntryDetails } from '../entry/entry.ts'
import type { EntryList } from './entry-list.ts'
import { noValues, type PackedValues, ValuesPacker } from './packed-values.ts'
import { noCode } from './phone-code.ts'
import { placeOfCode } from './place-of-code.ts'
import { sortCodes } from './sort-codes.ts'

/**
 * Makes the list of packed entries, of which exact repeats are dropped. Sorting a packed copy costs a tenth of a `Set`
 * of a million strings, and nobody can choose phones that make it slow.
 */
export function withoutRepeats(
  codes: Float64Array,
  phones: PackedValues<string>,
  details: PackedValues<EntryDetails>,
): EntryList {
  if (isRising(codes)) return { codes, sortedCodes: codes, phones, sortedPhones: noValues, details }
  const sortedCodes = withoutNoCode(sortCodes(codes))
  const sortedPhones = [...phones.values()].sort()
  const repeatedCodes = repeatedIn(sortedCodes)
  const repeatedPhones = new Set(sortedPhones.filter((phone, index) => phone === sortedPhones[index - 1]))
  if (repeatedCodes.length === 0 && repeatedPhones.size === 0) {
    return { codes, sortedCodes, phones, sortedPhones: packed(sortedPhones), details }
  }
  const isRepeat = repeatDetector({ codes, phones, repeatedCodes, repeatedPhones })
  const kept = keptPositions(codes.length, isRepeat)
  return {
    codes: Float64Array.from(kept, (index) => codes[index] as number),
    sortedCodes: sortedCodes.filter((code, index) => code !== sortedCodes[index - 1]),
    phones: movedTo(kept, phones),
    sortedPhones: packed(sortedPhones.filter((phone, index) => phone !== sortedPhones[index - 1])),
    details: movedTo(kept, details),
  }
}

/** The positions that are no repeats, in order. */
function keptPositions(count: number, isRepeat: (index: number) => boolean): Uint32Array {
  const kept = new Uint32Array(count)
  let end = 0
  for (let index = 0; index < count; index++) if (!isRepeat(index)) kept[end++] = index
  return kept.subarray(0, end)
}

/** The values at the positions that are kept, by their new positions: with `kept` 0 and 2 the value at 2 moves to 1. */
function movedTo<T>(kept: Uint32Array, values: PackedValues<T>): PackedValues<T> {
  if (values.size === 0) return values
  const packer = new ValuesPacker<T>()
  kept.forEach((from, to) => {
    const value = values.get(from)
    if (value !== undefined) packer.add(to, value)
  })
  return packer.packed()
}

/** Packs values at the positions from 0 on. */
function packed(values: readonly string[]): PackedValues<string> {
  if (values.length === 0) return noValues
  const packer = new ValuesPacker<string>()
  for (const [position, value] of values.entries()) packer.add(position, value)
  return packer.packed()
}

/** Whether every phone has a code and the codes ascend. Such a list is sorted already, and has no repeat. */
function isRising(codes: Float64Array): boolean {
  let last = noCode
  for (const code of codes) {
    if (code <= last) return false
    last = code
  }
  return true
}

/** Cuts `noCode` off, which sorts before all codes. */
function withoutNoCode(sorted: Float64Array): Float64Array {
  let start = 0
  while (start < sorted.length && sorted[start] === noCode) start++
  return sorted.subarray(start)
}

interface Repeated {
  readonly codes: Float64Array
  readonly phones: PackedValues<string>
  readonly repeatedCodes: Float64Array
  readonly repeatedPhones: ReadonlySet<string>
}

/**
 * Returns a function that says of a position whether its phone is a repeat. It must be asked once for each position, in
 * order.
 */
function repeatDetector({ codes, phones, repeatedCodes, repeatedPhones }: Repeated): (index: number) => boolean {
  const seenCodes = new Uint8Array(repeatedCodes.length)
  const seenPhones = new Set<string>()
  return (index) => {
    const code = codes[index] as number
    if (code === noCode) {
      const phone = phones.get(index) as string
      const isSeen = seenPhones.has(phone)
      if (repeatedPhones.has(phone)) seenPhones.add(phone)
      return isSeen
    }
    const place = placeOfCode(repeatedCodes, code)
    if (repeatedCodes[place] !== code) return false
    const isSeen = seenCodes[place] === 1
    seenCodes[place] = 1
    return isSeen
  }
}

/** The codes that stand in the sorted codes more than once, each once, in ascending order. */
function repeatedIn(sorted: Float64Array): Float64Array {
  let end = 0
  const repeated = new Float64Array(sorted.length >> 1)
  for (let index = 1; index < sorted.length; index++) {
    const code = sorted[index] as number
    if (code === sorted[index - 1] && code !== repeated[end - 1]) repeated[end++] = code
  }
  return repeated.subarray(0, end)
}
