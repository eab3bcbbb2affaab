import type { EntryDetails } from '../../core/entry/entry.ts'
import type { NewEntries } from '../../core/list/list-merge.ts'
import { noCode } from '../../core/list/phone-code.ts'
import { type Chunk, plainChunk } from './chunk.ts'
import { consecutive, offsetAt, runsBetween } from './id-runs.ts'

/**
 * Entries in a chunk at the most. A full chunk without details is 32 KB: the fastest to write and to page in, by
 * docs/decisions/051-what-was-measured.md.
 */
export const chunkSize = 4000

/**
 * Characters of details in a chunk at the most, so that reading one entry never parses more. An entry whose own details
 * are longer has a chunk to itself.
 */
const chunkText = 64_000

/**
 * A chunk that was cut from a list or from a longer chunk. `offset` is how far its first id is from the first id of the
 * whole: the pieces of a list of 9,000 entries have the offsets 0, 4000 and 8000.
 */
export interface Piece {
  readonly chunk: Chunk
  readonly offset: number
}

/** The members of a list or a chunk that decide where it is cut. */
type Cuttable = Pick<NewEntries, 'codes' | 'details'>

/** Packs a list into chunks, each of consecutive ids. */
export function chunksOf(list: NewEntries): Iterable<Piece> {
  const { codes, phones, details } = list
  const isPlain = phones.size === 0 && details.size === 0 && codes.length > 0 && codes.length <= chunkSize
  return isPlain ? [{ chunk: plainChunk(codes), offset: 0 }] : chunksOfMore(list)
}

function* chunksOfMore(list: NewEntries): Generator<Piece> {
  for (const [start, end] of cuts(list)) {
    const codes = list.codes.subarray(start, end)
    const phones = new Map<number, string>()
    const details = new Map<number, EntryDetails>()
    for (let index = start; index < end; index++) {
      if (list.codes[index] === noCode) phones.set(index - start, list.phones.get(index) as string)
      const detail = list.details.size > 0 ? list.details.get(index) : undefined
      if (detail) details.set(index - start, detail)
    }
    yield { chunk: { codes, phones, details, runs: consecutive }, offset: start }
  }
}

/**
 * Cuts a chunk that an edit may have made too large. A chunk that is not too large is the only piece, and an empty
 * chunk has none.
 */
export function cut(chunk: Chunk): Piece[] {
  return [...cuts(chunk)].map(([start, end]) => ({
    chunk: {
      codes: chunk.codes.slice(start, end),
      phones: between(chunk.phones, start, end),
      details: between(chunk.details, start, end),
      runs: runsBetween(chunk.runs, start, end),
    },
    offset: offsetAt(chunk.runs, start),
  }))
}

function* cuts({ codes, details }: Cuttable): Generator<[start: number, end: number]> {
  let start = 0
  while (start < codes.length) {
    const end = details.size === 0 ? Math.min(start + chunkSize, codes.length) : endOf({ codes, details }, start)
    yield [start, end]
    start = end
  }
}

function endOf({ codes, details }: Cuttable, start: number): number {
  const most = Math.min(start + chunkSize, codes.length)
  let text = 0
  for (let index = start; index < most; index++) {
    const detail = details.get(index)
    for (const name in detail) text += (detail[name as keyof EntryDetails] as string).length
    if (text > chunkText && index > start) return index
  }
  return most
}

function between<T>(members: ReadonlyMap<number, T>, start: number, end: number): ReadonlyMap<number, T> {
  const inside = new Map<number, T>()
  for (const [position, value] of members) if (position >= start && position < end) inside.set(position - start, value)
  return inside
}
