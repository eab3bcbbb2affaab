import type { Entry, EntryDetails } from '../core/entry/entry.ts'
import type { EntryList } from '../core/entry/entry-list.ts'
import { noCode, phoneCode } from '../core/entry/phone-code.ts'
import type { Chunk } from './chunk.ts'
import { withAppended, withoutPosition } from './id-runs.ts'

/** A copy of the chunk with another phone and other details at a position. The id stays. */
export function withEntry(chunk: Chunk, position: number, { phone, details }: Omit<Entry, 'id'>): Chunk {
  const codes = chunk.codes.slice()
  const code = phoneCode(phone)
  codes[position] = code
  return {
    codes,
    phones: withMember(chunk.phones, position, code === noCode ? phone : undefined),
    details: withMember(chunk.details, position, details),
    runs: chunk.runs,
  }
}

/** A copy of the chunk without the entry at a position. */
export function withoutEntry(chunk: Chunk, position: number): Chunk {
  const count = chunk.codes.length
  const codes = new Float64Array(count - 1)
  codes.set(chunk.codes.subarray(0, position))
  codes.set(chunk.codes.subarray(position + 1), position)
  return {
    codes,
    phones: closeGap(chunk.phones, position),
    details: closeGap(chunk.details, position),
    runs: withoutPosition(chunk.runs, count, position),
  }
}

/** A copy of the chunk with a list behind it, whose ids are consecutive from the offset on. */
export function withList(chunk: Chunk, list: EntryList, offset: number): Chunk {
  const count = chunk.codes.length
  const codes = new Float64Array(count + list.codes.length)
  codes.set(chunk.codes)
  codes.set(list.codes, count)
  const phones = new Map(chunk.phones)
  for (const [index, phone] of list.phones) phones.set(count + index, phone)
  const details = new Map<number, EntryDetails>(chunk.details)
  for (let index = 0; index < list.codes.length; index++) {
    const detail = list.details.get(index)
    if (detail) details.set(count + index, detail)
  }
  return { codes, phones, details, runs: withAppended(chunk.runs, count, offset) }
}

function withMember<T>(
  members: ReadonlyMap<number, T>,
  position: number,
  value: T | undefined,
): ReadonlyMap<number, T> {
  const copy = new Map(members)
  if (value === undefined) copy.delete(position)
  else copy.set(position, value)
  return copy
}

function closeGap<T>(members: ReadonlyMap<number, T>, gap: number): ReadonlyMap<number, T> {
  const closed = new Map<number, T>()
  for (const [position, value] of members) {
    if (position !== gap) closed.set(position > gap ? position - 1 : position, value)
  }
  return closed
}
