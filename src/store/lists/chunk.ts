import type { Entry, EntryDetails } from '../../core/entry/entry.ts'
import { noCode, phoneOfCode, phonesOfCodes } from '../../core/list/phone-code.ts'
import { consecutive, type IdRuns, offsetAt, positionOf } from './id-runs.ts'
import type { PhoneKey } from './leaf.ts'

/*
 * A chunk in bytes: format (1 byte), unused (3), number of entries (4), one phone code for each entry (8, little
 * endian). JSON in UTF-8 follows where these do not say all: the phones that have no code and the details, both by
 * position, and the runs of ids where the ids are not consecutive.
 */
const format = 1
const headerBytes = 8

/**
 * The entries of a chunk, packed: a reader of one entry unpacks only that one. Its ids count from an id that the list
 * has for it.
 */
export interface Chunk {
  /** The phone code of each entry; `noCode` for a phone that has none. */
  readonly codes: Float64Array
  /** The phones that have no code, by position. */
  readonly phones: ReadonlyMap<number, string>
  readonly details: ReadonlyMap<number, EntryDetails>
  readonly runs: IdRuns
}

interface Tail {
  readonly phones?: Readonly<Record<string, string>>
  readonly details?: Readonly<Record<string, EntryDetails>>
  readonly runs?: IdRuns
}

/** The chunk as it is stored. */
export function encodeChunk(chunk: Chunk): Uint8Array {
  const { codes } = chunk
  const tail = encodeTail(chunk)
  const bytes = new Uint8Array(headerBytes + codes.byteLength + tail.length)
  bytes[0] = format
  for (let at = 0; at < 4; at++) bytes[4 + at] = codes.length >>> (8 * at)
  new Float64Array(bytes.buffer, headerBytes, codes.length).set(codes)
  if (tail.length > 0) bytes.set(tail, headerBytes + codes.byteLength)
  return bytes
}

const noBytes = new Uint8Array(0)

function encodeTail({ phones, details, runs }: Chunk): Uint8Array {
  const isConsecutive = runs.length <= 1 && (runs[0]?.[1] ?? 0) === 0
  if (phones.size === 0 && details.size === 0 && isConsecutive) return noBytes
  const tail: Tail = {
    ...(phones.size > 0 && { phones: objectOf(phones) }),
    ...(details.size > 0 && { details: objectOf(details) }),
    ...(!isConsecutive && { runs }),
  }
  return new TextEncoder().encode(JSON.stringify(tail))
}

/** The members by position. A third of `Object.fromEntries` is going through the pairs. */
function objectOf<T>(members: ReadonlyMap<number, T>): Record<number, T> {
  const object: Record<number, T> = {}
  members.forEach((value, position) => {
    object[position] = value
  })
  return object
}

/** Reads a stored chunk. Its JSON is parsed when somebody asks for what is in it: who looks at codes only does not. */
export function decodeChunk(stored: Uint8Array): Chunk {
  const codes = codesOf(stored)
  const end = headerBytes + codes.byteLength
  if (stored.length === end && !codes.includes(noCode)) return plainChunk(codes)
  const rest = stored.subarray(end)
  let parsed: Tail | undefined
  let phones: Chunk['phones'] | undefined
  let details: Chunk['details'] | undefined
  const tail = (): Tail => {
    parsed ??= rest.length > 0 ? (JSON.parse(new TextDecoder().decode(rest)) as Tail) : {}
    return parsed
  }
  return {
    codes,
    get phones() {
      phones ??= byPosition(codes.includes(noCode) ? tail().phones : undefined, codes.length)
      return phones
    },
    get details() {
      details ??= byPosition(tail().details, codes.length)
      return details
    },
    get runs() {
      return tail().runs ?? consecutive
    },
  }
}

/** The chunk of codes, without details, whose ids are consecutive unless runs say more. */
export function plainChunk(codes: Float64Array, runs = consecutive): Chunk {
  return { codes, phones: noMembers, details: noMembers, runs }
}

/** Whether a chunk is as {@link plainChunk} makes it. */
export function isPlain({ phones, details, runs }: Chunk): boolean {
  return phones.size === 0 && details.size === 0 && runs === consecutive
}

const noMembers: ReadonlyMap<number, never> = new Map<number, never>()

/** Whether a stored chunk has a phone. For a phone with a code the JSON is not parsed. */
export function hasPhone(stored: Uint8Array, key: PhoneKey): boolean {
  if (typeof key === 'number') return codesOf(stored).includes(key)
  return decodeChunk(stored)
    .phones.values()
    .some((phone) => phone === key)
}

/**
 * Bytes that stand in every stored chunk with the phone, and in few others. The zeros at the beginning of a code are
 * left out: a search for the bytes stops at each place that has the first of them, and zeros are everywhere.
 */
export function traceOf(key: PhoneKey): Uint8Array {
  if (typeof key === 'string') return new TextEncoder().encode(JSON.stringify(key))
  const bytes = new Uint8Array(Float64Array.of(key).buffer)
  return bytes.subarray(bytes.findIndex((byte) => byte !== 0))
}

function codesOf(stored: Uint8Array): Float64Array {
  if (stored[0] !== format) throw new Error(`chunk format ${stored[0]} is not known to this version of dialbook`)
  const bytes = stored.byteOffset % 8 === 0 ? stored : stored.slice()
  const count = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true)
  return new Float64Array(bytes.buffer, bytes.byteOffset + headerBytes, count)
}

/** The members of an object whose names are positions below `count`. They are asked for by number: names would be as many texts. */
function byPosition<T>(members: Readonly<Record<number, T>> | undefined, count: number): ReadonlyMap<number, T> {
  const all = new Map<number, T>()
  if (!members) return all
  for (let position = 0; position < count; position++) {
    const value = members[position]
    if (value !== undefined) all.set(position, value)
  }
  return all
}

/** The position of the entry whose id is `offset` behind the first one of its chunk, which is of a list with that id. */
export function positionIn({ runs, codes }: Chunk, offset: number, listId: string | null): number {
  const position = positionOf(runs, codes.length, offset)
  if (position < 0) throw new Error(`the entry ${offset} behind the first one of a chunk is not in list ${listId}`)
  return position
}

/** The phone at a position. */
export function phoneAt(chunk: Chunk, position: number): string {
  const code = chunk.codes[position] as number
  return code === noCode ? (chunk.phones.get(position) ?? '') : phoneOfCode(code)
}

/** Every phone of a chunk, in order. */
export function phonesIn({ codes, phones }: Pick<Chunk, 'codes' | 'phones'>): string[] {
  const all = phonesOfCodes(codes)
  for (const [position, phone] of phones) all[position] = phone
  return all
}

/** Every entry of a chunk whose ids count from `firstId`, in order. */
export function entriesIn(chunk: Chunk, firstId: number): Entry[] {
  const { details, runs } = chunk
  return phonesIn(chunk).map((phone, position) => ({
    id: firstId + offsetAt(runs, position),
    phone,
    details: details.get(position),
  }))
}

/** The entry at a position of a chunk whose ids count from `firstId`. */
export function entryAt(chunk: Chunk, position: number, firstId: number): Entry {
  return {
    id: firstId + offsetAt(chunk.runs, position),
    phone: phoneAt(chunk, position),
    details: chunk.details.get(position),
  }
}
