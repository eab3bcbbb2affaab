import type { Entry, EntryDetails } from '../../core/entry/entry.ts'
import type { EntryList } from '../../core/list/entry-list.ts'
import { noCode, phoneCode } from '../../core/list/phone-code.ts'
import type { Chunk } from './chunk.ts'
import { offsetAt, withAppended, withoutPosition } from './id-runs.ts'

/** A copy of the chunk with other phones and details at some positions. The ids stay. */
export function withEntries(chunk: Chunk, entries: ReadonlyMap<number, Omit<Entry, 'id'>>): Chunk {
  const codes = chunk.codes.slice()
  const phones = new Map(chunk.phones)
  const all = new Map(chunk.details)
  for (const [position, { phone, details }] of entries) {
    const code = phoneCode(phone)
    codes[position] = code
    setMember(phones, position, code === noCode ? phone : undefined)
    setMember(all, position, details)
  }
  return { codes, phones, details: all, runs: chunk.runs }
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

/** A copy of the chunk without the entries at some positions; the chunk itself where there are none. */
export function withoutEntries(chunk: Chunk, gone: ReadonlySet<number>): Chunk {
  if (gone.size === 0) return chunk
  const before = { phones: chunk.phones, details: chunk.details, runs: chunk.runs }
  const codes = new Float64Array(chunk.codes.length)
  const phones = new Map<number, string>()
  const details = new Map<number, EntryDetails>()
  const runs: [position: number, offset: number][] = []
  let [count, next] = [0, -1]
  for (let position = 0; position < codes.length; position++) {
    if (gone.has(position)) continue
    const offset = offsetAt(before.runs, position)
    if (offset !== next) runs.push([count, offset])
    next = offset + 1
    if (before.phones.size > 0) setMember(phones, count, before.phones.get(position))
    if (before.details.size > 0) setMember(details, count, before.details.get(position))
    codes[count++] = chunk.codes[position] as number
  }
  return { codes: codes.slice(0, count), phones, details, runs }
}

/**
 * A copy of the chunk with the entries of a list behind its own. Their ids are the chunk's first id plus `offset`, plus
 * `offset + 1`, …
 */
export function withList(chunk: Chunk, list: EntryList, offset: number): Chunk {
  const count = chunk.codes.length
  const codes = new Float64Array(count + list.codes.length)
  codes.set(chunk.codes)
  codes.set(list.codes, count)
  const phones = new Map(chunk.phones)
  for (const [index, phone] of list.phones.entries()) phones.set(count + index, phone)
  const details = new Map<number, EntryDetails>(chunk.details)
  for (let index = 0; index < list.codes.length; index++) {
    const detail = list.details.get(index)
    if (detail) details.set(count + index, detail)
  }
  return { codes, phones, details, runs: withAppended(chunk.runs, count, offset) }
}

/** A copy of the chunk, whose ids count from `firstEntryId`, with entries behind its own. */
export function withAdded(chunk: Chunk, entries: readonly Entry[], firstEntryId: number): Chunk {
  const count = chunk.codes.length
  const codes = new Float64Array(count + entries.length)
  codes.set(chunk.codes)
  const phones = new Map(chunk.phones)
  const details = new Map(chunk.details)
  let runs = chunk.runs
  for (const [index, entry] of entries.entries()) {
    const position = count + index
    const code = phoneCode(entry.phone)
    codes[position] = code
    setMember(phones, position, code === noCode ? entry.phone : undefined)
    setMember(details, position, entry.details)
    runs = withAppended(runs, position, entry.id - firstEntryId)
  }
  return { codes, phones, details, runs }
}

function setMember<T>(members: Map<number, T>, position: number, value: T | undefined): void {
  if (value === undefined) members.delete(position)
  else members.set(position, value)
}

function closeGap<T>(members: ReadonlyMap<number, T>, gap: number): ReadonlyMap<number, T> {
  const closed = new Map<number, T>()
  for (const [position, value] of members) {
    if (position !== gap) closed.set(position > gap ? position - 1 : position, value)
  }
  return closed
}
